export interface Look {
  kind: 'open' | 'click';
  method: string;
  userAgent: string;
  at: Date;
  /** When the mail had been handed over; absent: it is not known to have arrived. */
  sentAt: Date | undefined;
  isTrap: boolean;
}

/** Google's picture proxy fetches once by itself, soon after a mail came; later fetches are of a person who opens it. */
const GOOGLE = /GoogleImageProxy/i;
const GOOGLE_MS = 60_000;
/** Apple's proxy loads all pictures of all mail, and calls itself no more than this. */
const APPLE = /^Mozilla\/5\.0$/;
const SCANNERS =
  /bot\b|crawl|spider|scan|preview|monitor|proofpoint|mimecast|barracuda|forcepoint|messagelabs|safelinks|python-|curl\/|wget\/|headless|okhttp|java\/|go-http/i;

/** Why a look is no person's; undefined: it may be one's. */
export function machineReason({ kind, method, userAgent, at, sentAt, isTrap }: Look): string | undefined {
  if (isTrap) return 'followed a link that nobody sees';
  if (method === 'HEAD') return 'only asked whether it is there';
  if (!sentAt || at < sentAt) return 'before the mail had arrived';
  if (!userAgent) return 'does not say who it is';
  if (kind === 'open') {
    if (APPLE.test(userAgent)) return 'Apple’s proxy, which loads every picture';
    if (GOOGLE.test(userAgent))
      return at.getTime() - sentAt.getTime() < GOOGLE_MS ? 'Google’s first look' : undefined;
  }
  return SCANNERS.test(userAgent) ? 'a scanner' : undefined;
}
