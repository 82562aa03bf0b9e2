/** The push services of the browsers that there are. */
const KNOWN = [
  /^fcm\.googleapis\.com$/,
  /^android\.googleapis\.com$/,
  /(^|\.)push\.services\.mozilla\.com$/,
  /\.notify\.windows\.com$/,
  /\.push\.apple\.com$/,
];

/**
 * Whether a browser's push service is one: the server sends there whatever address a browser names, and must not be made
 * to send into the network that it stands in.
 *
 * @param further - origins that are configured
 */
export function isPushService(endpoint: string, further: readonly string[]): boolean {
  const { protocol, hostname, origin, port } = new URL(endpoint);
  if (further.includes(origin)) return true;
  return protocol === 'https:' && port === '' && KNOWN.some((known) => known.test(hostname));
}
