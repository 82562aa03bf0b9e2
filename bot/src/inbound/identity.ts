import type { CrmCore } from '@clianta/crm-core/crm-core';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError, ForbiddenError } from '@clianta/crm-core/errors';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { scopeOfUser } from '@clianta/crm-core/workspace/scope-of-user';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { ChannelName, Sender } from '../channel.ts';

/** Channels whose sender is a signed-in user of Clianta itself: team is the workspace, user the user. */
const OWN_CHANNELS: ReadonlySet<ChannelName> = new Set(['web', 'terminal', 'api']);

/**
 * Who wrote, as a Scope. On a foreign channel the account must be linked, or its verified e-mail must be a
 * teammate's; then the link is kept.
 *
 * @param workspaceOf - which workspace a channel's tenant belongs to
 */
export async function scopeOfSender(
  crm: CrmCore,
  channel: ChannelName,
  sender: Sender,
  workspaceOf: (channel: ChannelName, externalTeamId: string) => Promise<string | undefined>,
): Promise<Scope> {
  if (OWN_CHANNELS.has(channel))
    return scopeOfUser(crm, sender.externalTeamId, sender.externalUserId, channel);
  const workspaceId = await workspaceOf(channel, sender.externalTeamId);
  if (!workspaceId)
    throw new ForbiddenError(
      'This chat is not connected to a Clianta workspace yet. Ask an admin to connect it.',
    );
  const system = systemScope(workspaceId);
  const { externalTeamId, externalUserId, email } = sender;
  const linked = await crm
    .records(ExternalIdentity)
    .findOne(system, { channel, externalTeamId, externalUserId });
  if (linked) return scopeOfUser(crm, workspaceId, linked.userId, channel);
  const member = email
    ? await crm.records(TeamMember).findOne(system, { email: normalEmail(email) })
    : undefined;
  if (!member) {
    throw new ForbiddenError(
      'I do not know you yet. Ask an admin of your Clianta workspace to add you with the e-mail address you use here.',
    );
  }
  try {
    await crm
      .records(ExternalIdentity)
      .create(system, { channel, externalTeamId, externalUserId, userId: member.userId, provenBy: 'email' });
  } catch (error) {
    // two first messages at once: the other one made the link
    if (!(error instanceof ConflictError)) throw error;
  }
  return scopeOfUser(crm, workspaceId, member.userId, channel);
}
