import { createRequire } from 'node:module';
import type Calendar from 'date-holidays';

const require = createRequire(import.meta.url);
/** The rules of all countries, which take a third of a second to load: only where a policy names one. */
const calendars = (): typeof Calendar => require('date-holidays');

const known = new Map<string, ReadonlySet<string>>();

/**
 * The public holidays of a country, and of a region of it, in these years: `2026-12-25`. A country that is not known has
 * none.
 */
export function holidaysOf(
  country: string | undefined,
  region: string | undefined,
  years: readonly number[],
): string[] {
  if (!country) return [];
  return years.flatMap((year) => [...ofYear(country, region, year)]);
}

function ofYear(country: string, region: string | undefined, year: number): ReadonlySet<string> {
  const key = `${country}/${region ?? ''}/${year}`;
  let days = known.get(key);
  if (!days) {
    const Holidays = calendars();
    const calendar = region ? new Holidays(country, region) : new Holidays(country);
    days = new Set(
      calendar
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10)),
    );
    known.set(key, days);
  }
  return days;
}
