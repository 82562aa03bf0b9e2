import type { Values } from '../../metadata/value-text.ts';

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both, also within what both have: two of the workspace's own fields. */
export function merged(one: Values, other: Values): Values {
  const inner = Object.entries(other).map(([name, value]) => {
    const before = one[name];
    return [name, isObject(value) && isObject(before) ? merged(before, value) : value];
  });
  return { ...one, ...Object.fromEntries(inner) };
}
