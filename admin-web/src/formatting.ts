/** Minor units as people read money, in whole units: totals need no cents. */
export function formatTotal(minor: number, currency: string, locale: string): string {
  return money(minor, currency, locale, { maximumFractionDigits: 0 });
}

/** Minor units as people read money: "$12", "€1,250.50". */
export function formatMoney(minor: number, currency: string, locale: string): string {
  return money(minor, currency, locale, { trailingZeroDisplay: 'stripIfInteger' });
}

function money(minor: number, currency: string, locale: string, options: Intl.NumberFormatOptions): string {
  const style = { style: 'currency', currency } as const;
  const digits = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2;
  return new Intl.NumberFormat(locale, { ...style, ...options }).format(minor / 10 ** digits);
}

export function formatInstant(instant: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}

/** The day of an instant, where its time of day does not matter. */
export function formatDate(instant: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(instant));
}

/** A day of the calendar, `2026-12-31`, which is the same on every clock. */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** The calendar days since 1970 of an instant, on the clock of the zone. */
export function dayNumber(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(instant);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(number('year'), number('month') - 1, number('day')) / 86_400_000;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `contactAgent` as "Contact agent". */
export function humanize(name: string): string {
  return capitalize(name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
}
