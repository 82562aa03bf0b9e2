export type SafeLink = { kind: 'link'; href: string } | { kind: 'text'; host: string };

/**
 * What may become of a link in an answer: a link to this site, to an allowed host (or a sub-domain of one) and a mail
 * address stay links. Everything else is text, with the host in sight, so that an answer cannot lure anyone away.
 */
export function safeLink(href: string, allowedHosts: readonly string[], origin: string): SafeLink {
  let url: URL;
  try {
    url = new URL(href, origin);
  } catch {
    return { kind: 'text', host: '' };
  }
  if (url.protocol === 'mailto:') return { kind: 'link', href: url.href };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'text', host: '' };
  if (url.username || url.password) return { kind: 'text', host: url.host };
  const isAllowed =
    url.origin === origin ||
    allowedHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return isAllowed ? { kind: 'link', href: url.href } : { kind: 'text', host: url.host };
}
