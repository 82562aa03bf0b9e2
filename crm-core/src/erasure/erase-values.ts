import { ERASED, type PersonMatcher } from './person-matcher.ts';

type Values = Record<string, unknown>;

/** An object of plain values; dates, ids and bytes of the driver are none. */
export const isPlain = (value: unknown): value is Values =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Of a list, what is the person alone. */
function isTheirs(value: unknown, person: PersonMatcher): boolean {
  if (typeof value === 'string') return person.is(value);
  return (
    isPlain(value) && Object.values(value).some((part) => typeof part === 'string' && person.isKey(part))
  );
}

/**
 * The value without the person; the same value where they are not in it. What of a list is nothing but them goes, texts
 * have a mark instead.
 */
export function eraseIn(value: unknown, person: PersonMatcher): unknown {
  if (typeof value === 'string') return person.is(value) ? ERASED : person.erase(value);
  if (Array.isArray(value)) {
    const kept = value.filter((item) => !isTheirs(item, person));
    const next = kept.map((item) => eraseIn(item, person));
    const isSame = kept.length === value.length && next.every((item, at) => item === kept[at]);
    return isSame ? value : next;
  }
  if (!isPlain(value)) return value;
  let isSame = true;
  const next: Values = {};
  for (const [key, part] of Object.entries(value)) {
    const without = person.find(key) ? undefined : eraseIn(part, person);
    if (without !== part) isSame = false;
    if (!person.find(key)) next[key] = without;
  }
  return isSame ? value : next;
}

/** How the person stands in a value of whatever form, bytes included. */
export function findIn(value: unknown, person: PersonMatcher): 'key' | 'name' | undefined {
  if (typeof value === 'string') return person.find(value) ?? (person.is(value) ? 'key' : undefined);
  const bytes = bytesOf(value);
  if (bytes) return person.find(bytes.toString('utf8'));
  const parts = Array.isArray(value)
    ? value
    : isPlain(value)
      ? [...Object.keys(value), ...Object.values(value)]
      : [];
  let found: 'name' | undefined;
  for (const part of parts) {
    const how = findIn(part, person);
    if (how === 'key') return how;
    found ??= how;
  }
  return found;
}

function bytesOf(value: unknown): Buffer | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value);
  const inner = (value as { _bsontype?: string; buffer?: unknown } | null | undefined) ?? {};
  return inner._bsontype === 'Binary' && inner.buffer instanceof Uint8Array
    ? Buffer.from(inner.buffer)
    : undefined;
}
