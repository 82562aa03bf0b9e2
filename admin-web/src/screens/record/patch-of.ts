import type { Values } from '../../metadata/value-text.ts';

/** A change of one field, also of one that the workspace added: `customFields.soil`. */
export function patchOf(name: string, value: unknown): Values {
  const [first = '', rest] = name.split(/\.(.*)/s);
  return rest === undefined ? { [first]: value } : { [first]: patchOf(rest, value) };
}
