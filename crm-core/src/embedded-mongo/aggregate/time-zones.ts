import type { Options } from 'mingo/types';
import { MongoError } from '../mongo-error.ts';
import { isDoc } from '../values/doc.ts';

type Operator = (doc: unknown, expression: unknown, options: Options) => unknown;

/** Operators that look at a date on the clock of a place; mingo knows few of the places' names, and asks slowly. */
const LOCAL = [
  '$dateToParts',
  '$dateToString',
  '$dayOfMonth',
  '$dayOfWeek',
  '$dayOfYear',
  '$hour',
  '$isoDayOfWeek',
  '$isoWeek',
  '$isoWeekYear',
  '$millisecond',
  '$minute',
  '$month',
  '$second',
  '$week',
  '$year',
];

/** No zone changes its offset within one. */
const SLOT_MS = 15 * 60_000;
const MOST_SLOTS = 50_000;

interface Zone {
  format: Intl.DateTimeFormat;
  offsets: Map<number, string>;
}

const zones = new Map<string, Zone>();

function zoneNamed(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    const zone = { format, offsets: new Map<number, string>() };
    zones.set(name, zone);
    return zone;
  } catch {
    throw new MongoError(40485, `unrecognized time zone identifier: "${name}"`);
  }
}

/** `+02:00`: what the clocks of the zone show at that moment, against UTC. */
function offsetAt(name: string, date: Date): string {
  if (/^[+-]\d\d(:?\d\d)?$/.test(name)) return name;
  const { format, offsets } = zoneNamed(name);
  const slot = Math.floor(date.getTime() / SLOT_MS);
  let offset = offsets.get(slot);
  if (offset === undefined) {
    offset = /GMT([+-]\d\d:\d\d)/.exec(format.format(date))?.[1] ?? '+00:00';
    if (offsets.size >= MOST_SLOTS) offsets.clear();
    offsets.set(slot, offset);
  }
  return offset;
}

/** Gives the date operators every zone of the IANA list: the zone is replaced by its offset at that date. */
export function withTimeZones<O>(
  operators: Record<string, O>,
  evaluate: (doc: never, expression: unknown, options: Options) => unknown,
): Record<string, O> {
  const own = LOCAL.map((name) => {
    const operator = operators[name] as Operator;
    const local: Operator = (doc, expression, options) => {
      if (!isDoc(expression) || expression.timezone === undefined) return operator(doc, expression, options);
      const zone = evaluate(doc as never, expression.timezone, options);
      const date = evaluate(doc as never, expression.date, options);
      const { timezone: _zone, ...rest } = expression;
      if (!(date instanceof Date)) return operator(doc, { ...rest, date }, options);
      if (typeof zone !== 'string') return null;
      return operator(doc, { ...rest, date, timezone: offsetAt(zone, date) }, options);
    };
    return [name, local as O] as const;
  });
  return { ...operators, ...Object.fromEntries(own) };
}
