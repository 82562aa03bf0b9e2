import { z } from 'zod';

/** What the platform calls these: by its name in small letters. */
const namesBySmall = (names: readonly string[]) => new Map(names.map((name) => [name.toLowerCase(), name]));
let zones: ReadonlyMap<string, string> | undefined;
let currencies: ReadonlySet<string> | undefined;

/** `europe/berlin` as `Europe/Berlin`; undefined for a zone that the platform does not know. */
export function timeZoneNamed(text: string): string | undefined {
  // an offset such as +02:00 knows nothing of summer time
  if (!/^[a-z]/i.test(text)) return undefined;
  zones ??= namesBySmall(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  const known = zones.get(text.toLowerCase());
  if (known) return known;
  try {
    // an older name, such as Asia/Kolkata where the list says Asia/Calcutta
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined;
  }
}

/** `de_DE` as `de-DE`; undefined for a language that the platform has no formats of. */
export function localeNamed(text: string): string | undefined {
  try {
    const [canonical] = Intl.getCanonicalLocales(text.replaceAll('_', '-'));
    return canonical && Intl.NumberFormat.supportedLocalesOf(canonical).length > 0 ? canonical : undefined;
  } catch {
    return undefined;
  }
}

/** `usd` as `USD`; undefined for a currency that the platform does not know. */
export function currencyNamed(text: string): string | undefined {
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  const code = text.toUpperCase();
  return currencies.has(code) ? code : undefined;
}

const named = (nameOf: (text: string) => string | undefined, message: string) =>
  z
    .string()
    .trim()
    .max(60)
    .overwrite((text) => nameOf(text) ?? text)
    .refine((text) => nameOf(text) !== undefined, message);

/** An IANA time zone, as the platform writes it. */
export const timeZone = () => named(timeZoneNamed, 'is not a time zone such as Europe/Berlin');
/** A BCP 47 locale that numbers and dates can be written in. */
export const locale = () => named(localeNamed, 'is not a language such as en-US or de-DE');
/** ISO 4217. */
export const currency = () => named(currencyNamed, 'is not a currency code such as USD');
