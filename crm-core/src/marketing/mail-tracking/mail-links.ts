import { timingSafeEqual } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { UNSUBSCRIBE_PATH } from '../suppression/unsubscribe.ts';

/** Where links of mails lead through, and where their picture is. */
export const CLICK_PATH = '/l';
export const OPEN_PATH = '/o';
/** A link that no person sees: who follows it looks at every link. */
export const TRAP = 't';

const HREF = /(<a\b[^>]*?\bhref=")(https?:\/\/[^"]+)(")/gi;

const signed = ({ links }: CrmCore, body: string): string => links.token(`mail-link:${body}`).slice(0, 22);

const addressOf = (crm: CrmCore, path: string, body: string): string =>
  crm.links.address(`${path}/${body}.${signed(crm, body)}`);

/** The mail, and which of its links: a number, `o` for its picture, or the trap. */
export interface LinkToken {
  mailId: string;
  which: string;
}

/** @returns undefined for a token that we have not made */
export function readLinkToken(crm: CrmCore, token: string): LinkToken | undefined {
  const [mailId = '', which = '', mark = ''] = token.split('.');
  const [given, own] = [Buffer.from(mark), Buffer.from(signed(crm, `${mailId}.${which}`))];
  return given.length === own.length && timingSafeEqual(given, own) ? { mailId, which } : undefined;
}

/** A mail's links lead through us, and a picture tells that it was opened. Unsubscribing is nobody's business. */
export function trackedHtml(crm: CrmCore, mailId: string, html: string): string {
  let at = 0;
  const unsubscribing = crm.links.address(`${UNSUBSCRIBE_PATH}/`);
  const linked = html.replace(HREF, (whole, before: string, url: string, after: string) => {
    const index = at++;
    return url.startsWith(unsubscribing)
      ? whole
      : `${before}${addressOf(crm, CLICK_PATH, `${mailId}.${index}`)}${after}`;
  });
  const hidden = 'display:none;max-height:0;overflow:hidden';
  const end = `<a href="${addressOf(crm, CLICK_PATH, `${mailId}.${TRAP}`)}" style="${hidden}" tabindex="-1" aria-hidden="true"></a><img src="${addressOf(crm, OPEN_PATH, `${mailId}.o`)}" width="1" height="1" alt="">`;
  return /<\/body>/i.test(linked) ? linked.replace(/<\/body>/i, `${end}</body>`) : `${linked}${end}`;
}

/** Where a link of a mail leads, as the mail that was sent says: never as an address says. */
export function linkOf(html: string, index: number): string | undefined {
  const found = [...html.matchAll(HREF)][index]?.[2];
  return found?.replace(/&amp;|&#38;|&#x26;/gi, '&').replace(/&quot;|&#34;/gi, '"');
}
