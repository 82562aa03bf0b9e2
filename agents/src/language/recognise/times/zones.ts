import type { Token } from '../../text/token.ts';

/** What people call the zones that have no city. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ...['utc', 'gmt', 'zulu'].map((name) => [name, 'UTC'] as const),
  ...['cet', 'cest'].map((name) => [name, 'Europe/Berlin'] as const),
  ...['bst', 'uk'].map((name) => [name, 'Europe/London'] as const),
  ...['eet', 'eest'].map((name) => [name, 'Europe/Athens'] as const),
  ...['est', 'edt', 'et', 'eastern'].map((name) => [name, 'America/New_York'] as const),
  ...['ct', 'cdt', 'central'].map((name) => [name, 'America/Chicago'] as const),
  ...['mst', 'mdt', 'mountain'].map((name) => [name, 'America/Denver'] as const),
  ...['pst', 'pdt', 'pt', 'pacific'].map((name) => [name, 'America/Los_Angeles'] as const),
  ['ist', 'Asia/Kolkata'],
  ['jst', 'Asia/Tokyo'],
  ['sgt', 'Asia/Singapore'],
  ['aest', 'Australia/Sydney'],
]);
/** Short names that are words as well need "time" behind them. */
const ALSO_WORDS = /^(uk|et|ct|pt|central|eastern|pacific|mountain|ist)$/;

let cities: ReadonlyMap<string, string> | undefined;

function zoneOfCity(name: string): string | undefined {
  cities ??= new Map(
    Intl.supportedValuesOf('timeZone').map((zone) => [
      (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ').toLowerCase(),
      zone,
    ]),
  );
  return cities.get(name);
}

/** "Tokyo time", "CET", "New York time" behind a time of day; how many tokens, and the IANA name. */
export function zoneAt(tokens: readonly Token[], at: number): { length: number; zone: string } | undefined {
  const isTime = (i: number) => tokens[i]?.norm === 'time';
  const first = tokens[at]?.norm ?? '';
  const short = SHORT.get(first);
  if (short && (isTime(at + 1) || !ALSO_WORDS.test(first)))
    return { length: isTime(at + 1) ? 2 : 1, zone: short };
  for (const length of [2, 1]) {
    const name = tokens.slice(at, at + length).map(({ norm }) => norm);
    const zone = isTime(at + length) ? zoneOfCity(name.join(' ')) : undefined;
    if (zone) return { length: length + 1, zone };
  }
  return undefined;
}
