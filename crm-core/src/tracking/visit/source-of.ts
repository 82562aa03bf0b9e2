import type { CameFrom } from './tracking-event.schema.ts';

/** What kinds of ways lead to a website. */
export const MEDIUMS = ['direct', 'organic', 'paid', 'social', 'email', 'referral', 'other'] as const;
type Medium = (typeof MEDIUMS)[number];

const UTM = ['source', 'medium', 'campaign', 'term', 'content'] as const;
const SEARCH = /(^|\.)(google|bing|duckduckgo|yahoo|ecosia|baidu|yandex|qwant|startpage|brave)\.[a-z.]{2,6}$/;
const SOCIAL =
  /(^|\.)(linkedin\.com|lnkd\.in|facebook\.com|instagram\.com|t\.co|twitter\.com|x\.com|youtube\.com|reddit\.com|xing\.com|mastodon\.social|bsky\.app)$/;
const MAIL = /(^|\.)(mail\.google\.com|outlook\.(live|office)\.com|mail\.yahoo\.com)$/;

/** The tags of campaigns in an address, without `utm_`. */
export function utmOf(url: URL): Record<string, string> | undefined {
  const tags = UTM.flatMap((name) => {
    const value = url.searchParams.get(`utm_${name}`)?.trim().slice(0, 120);
    return value ? [[name, value] as const] : [];
  });
  return tags.length > 0 ? Object.fromEntries(tags) : undefined;
}

/**
 * Where a page view comes from, if a visit begins with it.
 *
 * @returns undefined for a way within the site
 */
export function sourceOf(url: URL, referrer: string | undefined): CameFrom | undefined {
  const utm = utmOf(url);
  if (utm?.source || utm?.campaign || utm?.medium) {
    const { source = 'campaign', medium = '', campaign } = utm;
    return {
      source: source.toLowerCase(),
      medium: mediumCalled(medium),
      ...(campaign && { campaign }),
    };
  }
  if (url.searchParams.has('gclid') || url.searchParams.has('msclkid'))
    return { source: url.searchParams.has('gclid') ? 'google' : 'bing', medium: 'paid' };
  const from = referrer && URL.canParse(referrer) ? new URL(referrer) : undefined;
  if (!from || !/^https?:$/.test(from.protocol)) return { source: 'direct', medium: 'direct' };
  const host = bare(from.hostname);
  if (host === bare(url.hostname)) return undefined;
  if (MAIL.test(host)) return { source: host, medium: 'email' };
  const search = SEARCH.exec(host)?.[2];
  if (search) return { source: search, medium: 'organic' };
  return { source: host, medium: SOCIAL.test(host) ? 'social' : 'referral' };
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./, '')
    .slice(0, 120);

function mediumCalled(name: string): Medium {
  const word = name.toLowerCase();
  if (/mail|newsletter/.test(word)) return 'email';
  if (/cpc|ppc|paid|ads?$|display|banner/.test(word)) return 'paid';
  if (/social/.test(word)) return 'social';
  if (/organic|seo/.test(word)) return 'organic';
  return /referral|affiliate|partner/.test(word) ? 'referral' : 'other';
}
