const MAIL = /^[^\s@<>"',;:]+@[^\s@<>"',;:]+\.[a-z]{2,}$/i;
/** With its country: other digits may be anything. */
const PHONE = /^\+\d[\d ().-]{5,18}\d$/;

/** The link by which somebody is reached whose address or number a value is; undefined for every other value. */
export function reachOf(value: string): string | undefined {
  if (MAIL.test(value)) return `mailto:${encodeURIComponent(value).replace('%40', '@')}`;
  return PHONE.test(value) ? `tel:${value.replace(/[^\d+]/g, '')}` : undefined;
}
