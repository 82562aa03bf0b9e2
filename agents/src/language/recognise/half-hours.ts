import type { Unit } from './unit.ts';

/** "half an hour", "a half hour", "an hour and a half", "1.5 hours": minutes, as everybody else says them. */
const SPOKEN: ReadonlyArray<[words: readonly string[], minutes: number]> = [
  [['an', 'hour', 'and', 'a', 'half'], 90],
  [['half', 'an', 'hour'], 30],
  [['half', 'a', 'hour'], 30],
  [['a', 'half', 'hour'], 30],
  [['half', 'hour'], 30],
];

/** Said as a number and its unit, so that whatever is said of "30 minutes" holds for it. */
export function withHalfHours(units: readonly Unit[]): Unit[] {
  const said: Unit[] = [];
  for (let at = 0; at < units.length; ) {
    const fraction = fractionOf(units, at);
    if (fraction) {
      said.push(...fraction);
      at += 2;
      continue;
    }
    const found = SPOKEN.map(([words, minutes]) => ({ length: lengthOf(units, at, words), minutes })).find(
      ({ length }) => length > 0,
    );
    const first = units[at] as Unit;
    const last = found && units[at + found.length - 1];
    if (found && last) {
      // what it is called in a title stays as it was written
      const text = units
        .slice(at, at + found.length - 1)
        .map((unit) => unit.text)
        .join(' ');
      const { start } = last;
      said.push(
        { ...first, kind: 'number', text, norm: String(found.minutes), value: found.minutes, end: start },
        { ...last, kind: 'word', norm: 'minutes' },
      );
    } else said.push(first);
    at += found?.length ?? 1;
  }
  return said;
}

/** "1.5 hours". */
function fractionOf(units: readonly Unit[], at: number): [Unit, Unit] | undefined {
  const [number, hours] = [units[at], units[at + 1]];
  const { kind, value = 0 } = number ?? {};
  const minutes = Math.round(value * 60);
  if (!number || !hours || kind !== 'number' || Number.isInteger(value) || minutes <= 0) return undefined;
  if (!/^(hours?|hrs?|h)$/.test(hours.norm)) return undefined;
  return [
    { ...number, norm: String(minutes), value: minutes },
    { ...hours, norm: 'minutes' },
  ];
}

/** How many units have these words; 0: they are not there. */
function lengthOf(units: readonly Unit[], at: number, words: readonly string[]): number {
  let length = 0;
  for (let said = 0; said < words.length; length++) {
    const unit = units[at + length];
    const own = unit && (unit.kind === 'word' || unit.kind === 'time') ? unit.norm.split(' ') : [];
    if (own.length === 0 || !own.every((word, i) => word === words[said + i])) return 0;
    said += own.length;
  }
  return length;
}
