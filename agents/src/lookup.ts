/** A table that is asked for words which people wrote: it has no names but its own, not even `constructor`. */
export function lookup<T extends object>(table: T): T {
  return Object.freeze(Object.assign(Object.create(null), table));
}
