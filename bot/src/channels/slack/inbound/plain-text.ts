/** The users that a Slack text mentions. */
export function mentionedUsers(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? '');
}

/**
 * What the person wrote, without Slack's markup: our own mention is gone, people and channels have their names, links
 * their addresses.
 *
 * @param names - of mentioned users, by id
 */
export function plainText(
  text: string,
  botUserId: string | undefined,
  names: ReadonlyMap<string, string>,
): string {
  const withoutUs = botUserId ? text.replaceAll(new RegExp(`<@${botUserId}(\\|[^>]*)?>:?`, 'g'), '') : text;
  return withoutUs
    .replace(/<([^<>]*)>/g, (_, inside: string) => markup(inside, names))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

function markup(inside: string, names: ReadonlyMap<string, string>): string {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return label || (names.get(target.slice(1)) ?? target);
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return label || `@${target.slice(1).replace(/^subteam\^/, '')}`;
  // a link that Slack made itself of "jane@x.example" or "acme.example" reads as it was typed
  return label || target.replace(/^(mailto|tel):/, '');
}
