import type { Role } from '@clianta/crm-core/entity/scope';
import { z } from 'zod';
import type { Sender } from '../../../channel.ts';
import type { ChannelHost } from '../../../channel-kit/channel-host.ts';
import type { DiscordMember, DiscordUser } from './discord.schema.ts';
import { nameOf } from './plain-text.ts';

/** Roles that a guild's roles may be mapped to, the lowest first. */
const MAPPED = ['viewer', 'member', 'admin'] as const satisfies readonly Role[];
type MappedRole = (typeof MAPPED)[number];

/** What an installation keeps: how much each of the guild's roles may do. */
const detailsSchema = z.object({ roles: z.record(z.string(), z.enum(MAPPED)) });

/**
 * Who wrote. A Discord account is the same in every guild and in direct messages, and so is its link to a person; the
 * guild says which workspace it is about, and how much may be done from there.
 */
export async function senderOf(
  host: Pick<ChannelHost, 'installationOf'>,
  guildId: string,
  user: DiscordUser,
  member: DiscordMember | undefined,
): Promise<Sender> {
  const name = member?.nick || nameOf(user);
  const mostRole = guildId ? mostOf(await host.installationOf(guildId), member) : undefined;
  return {
    externalTeamId: guildId,
    accountTeamId: '',
    externalUserId: user.id,
    ...(name && { name }),
    ...(mostRole && { mostRole }),
  };
}

/** The highest that a person's roles are mapped to; `viewer` in a guild with a mapping that names none of theirs. */
function mostOf(
  installation: { details: Readonly<Record<string, unknown>> } | undefined,
  member: DiscordMember | undefined,
): MappedRole | undefined {
  const mapping = detailsSchema.safeParse(installation?.details).data?.roles;
  if (!mapping || Object.keys(mapping).length === 0) return undefined;
  const ranks = (member?.roles ?? []).map((id) => MAPPED.indexOf(mapping[id] ?? 'viewer'));
  return MAPPED[Math.max(0, ...ranks)];
}
