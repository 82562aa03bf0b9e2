import type { Fact } from './facts.ts';
import type { ExpectedValue, Where } from './language-line.schema.ts';

/** Whether a text has the words, or fits the `/pattern/`; letter case does not count. */
export function hasText(text: string, wanted: string): boolean {
  const pattern = /^\/(.+)\/$/s.exec(wanted)?.[1];
  if (pattern) return new RegExp(pattern, 'ims').test(text);
  return text.toLowerCase().includes(wanted.toLowerCase());
}

const DATED = /^\d{4}-\d{2}-\d{2}/;
const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

/** Whether a value, as facts have it, is what is expected. */
export function fits(value: unknown, expected: ExpectedValue): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((one, at) => fits(value[at], one))
    );
  if (expected === null) return isEmpty(value) || (Array.isArray(value) && value.length === 0);
  if (typeof expected !== 'object') return isSame(value, expected);
  if ('in' in expected) return expected.in.some((one) => fits(value, one));
  if ('not' in expected) return !fits(value, expected.not);
  if (isEmpty(value)) return false;
  if ('has' in expected)
    return Array.isArray(value)
      ? value.some((one) => isSame(one, expected.has))
      : hasText(String(value), expected.has);
  if ('over' in expected) return Number(value) > expected.over;
  if ('under' in expected) return Number(value) < expected.under;
  const text = String(value);
  if ('before' in expected) return text < expected.before;
  if ('after' in expected) return text > expected.after && !text.startsWith(expected.after);
  const isLate = 'from' in expected && text < expected.from;
  const isEarly = expected.until !== undefined && text > expected.until && !text.startsWith(expected.until);
  return !isLate && !isEarly;
}

function isSame(value: unknown, expected: string | number | boolean): boolean {
  if (typeof expected === 'number') return typeof value === 'number' && Math.abs(value - expected) < 1e-6;
  if (typeof expected === 'boolean') return Boolean(value) === expected;
  if (isEmpty(value)) return expected === '';
  const text = String(value);
  if (/^\/.+\/$/s.test(expected)) return hasText(text, expected);
  if (DATED.test(expected)) return text.startsWith(expected);
  return text.trim().toLowerCase() === expected.trim().toLowerCase();
}

/** Whether a record meets every condition. */
export function meets(fact: Fact, where: Where = {}): boolean {
  return Object.entries(where).every(([path, expected]) => fits(valueAt(fact, path), expected));
}

function valueAt(fact: Fact, path: string): unknown {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return name === 'title' ? (fact.values.title ?? fact.title) : fact.values[name];
  const other = fact.refs[name];
  return other && valueAt(other, rest.join('.'));
}
