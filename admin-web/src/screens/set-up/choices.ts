/** Time zones and currencies as the browser knows them. */

interface Choice {
  value: string;
  label: string;
}

export const browserTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The given value is always among them, even when the browser does not list it. */
export function timeZoneChoices(selected: string): Choice[] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), selected]);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

export function currencyChoices(selected: string): Choice[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const codes = new Set([...Intl.supportedValuesOf('currency'), selected]);
  return [...codes].sort().map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }));
}

const LOCALES = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pt-BR', 'sv-SE', 'ja-JP'];

/** How dates and numbers are written. */
export function localeChoices(selected: string): Choice[] {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return [...new Set([...LOCALES, selected])].map((locale) => ({
    value: locale,
    label: `${names.of(locale) ?? locale} – ${new Intl.NumberFormat(locale).format(1234.5)}, ${new Intl.DateTimeFormat(locale).format(new Date(2026, 11, 31))}`,
  }));
}
