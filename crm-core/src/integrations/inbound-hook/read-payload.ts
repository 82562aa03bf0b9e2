import { InvalidError } from '../../errors.ts';
import type { HookMapping } from './inbound-hook.schema.ts';

/** What stands at a path of what was sent; undefined where nothing does. */
export function valueAt(payload: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isOwn ? (value as Record<string, unknown>)[key] : undefined;
  }, payload);
}

/**
 * What was sent as a row of a table, so that it is read as an import reads one.
 *
 * @throws InvalidError for what is no text, number, yes or no, or a list of these
 */
export const cellsOf = (payload: unknown, mapping: readonly HookMapping[]): string[] =>
  mapping.map(({ path }) => cellOf(valueAt(payload, path), path));

function cellOf(value: unknown, path: string): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => plain(one, path)).join('; ');
  return plain(value, path);
}

function plain(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new InvalidError(`“${path}” holds no text, number or list, but more within it. Name what is meant.`);
}
