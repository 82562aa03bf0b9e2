import type { DiscordSaid, DiscordUser } from './discord.schema.ts';

/** What is shown of a user: the name they chose, else the account's. */
export const nameOf = ({ global_name: shown, username }: DiscordUser): string => shown || username;

/**
 * What the person wrote, without Discord's markup: our own mention is gone, people have their names, emoji their codes,
 * times their dates. Other text in angle brackets stays as it is.
 *
 * @param ours - ids that stand for us: the app's user, and its role in the guild
 */
export function plainText(
  { content, mentions, message_snapshots: forwarded }: DiscordSaid,
  ours: readonly string[],
): string {
  const names = new Map(mentions.map((user) => [user.id, nameOf(user)]));
  const said = content || (forwarded ?? []).map(({ message }) => message.content).join('\n');
  return said
    .replace(/<@([!&]?)(\d+)>[:,]?/g, (whole, kind: string, id: string) => {
      if (ours.includes(id)) return '';
      const rest = whole.slice(whole.indexOf('>') + 1);
      return `${kind === '&' ? `@${id}` : (names.get(id) ?? `@${id}`)}${rest}`;
    })
    .replace(/<a?(:\w+:)\d+>/g, '$1')
    .replace(
      /<t:(-?\d{1,12})(?::([a-zA-Z]))?>/g,
      (whole, seconds: string, style?: string) => timeOf(seconds, style) ?? whole,
    )
    .replace(/<(\/[^:<>]+):\d+>/g, '$1')
    .trim();
}

/** A moment as it is written: with its time, unless only a day was meant. */
function timeOf(seconds: string, style: string | undefined): string | undefined {
  const at = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(at.getTime())) return undefined;
  const iso = at.toISOString();
  return style === 'd' || style === 'D' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}
