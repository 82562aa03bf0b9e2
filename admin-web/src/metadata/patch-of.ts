import type { Values } from './value-text.ts';

/** A change of one field, also of one that the workspace added: `customFields.soil`. */
export function patchOf(name: string, value: unknown): Values {
  const [first = '', rest] = name.split(/\.(.*)/s);
  return rest === undefined ? { [first]: value } : { [first]: patchOf(rest, value) };
}

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
