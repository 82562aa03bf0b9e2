import { fold } from '../../entity/search-text.ts';
import type { Target } from './targets.ts';

/**
 * Which target each column goes to, by its header: what was chosen for such a header before, then its names. No target is
 * taken twice; a header that is nobody's name is left out.
 *
 * @param remembered - by folded header, the key chosen before; empty for a column that was left out
 */
export function guessMapping(
  headers: readonly string[],
  targets: readonly Target[],
  remembered: ReadonlyMap<string, string> = new Map(),
): Array<string | undefined> {
  const byKey = new Map(targets.map((target) => [target.key, target]));
  const taken = new Set<string>();
  const chosen = new Map<number, string | undefined>();
  const take = (at: number, key: string | undefined) => {
    if (key !== undefined) taken.add(key);
    chosen.set(at, key);
  };
  for (const [at, header] of headers.entries()) {
    const known = remembered.get(fold(header));
    if (known === '') take(at, undefined);
    else if (known !== undefined && byKey.has(known) && !taken.has(known)) take(at, known);
  }
  // exactly a field's first name comes before its other names
  for (const isMeant of [isLabel, isName])
    for (const [at, header] of headers.entries()) {
      if (chosen.has(at)) continue;
      const found = targets.find((target) => !taken.has(target.key) && isMeant(target, fold(header)));
      if (found) take(at, found.key);
    }
  return withoutParts(headers.map((_, at) => chosen.get(at)));
}

const isLabel = ({ label }: Target, header: string): boolean => fold(label) === header;
const isName = ({ names }: Target, header: string): boolean => names.includes(header);

/** A whole name says what its parts say. */
function withoutParts(keys: Array<string | undefined>): Array<string | undefined> {
  return keys.map((key) => {
    const [whole, part] = key?.split('.') ?? [];
    return (part === 'first' || part === 'last') && whole && keys.includes(whole) ? undefined : key;
  });
}
