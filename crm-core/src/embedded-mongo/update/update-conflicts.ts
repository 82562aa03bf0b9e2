import { MongoError } from '../mongo-error.ts';

/** @throws MongoError 40 when two paths of one update touch the same field or one lies within the other */
export function checkConflicts(paths: readonly string[]): void {
  const sorted = [...paths].sort();
  for (const [i, path] of sorted.entries()) {
    for (const other of sorted.slice(i + 1)) {
      if (other !== path && !other.startsWith(`${path}.`)) {
        // sorted: '-' and other characters below '.' may stand between a path and what lies within it
        if (!other.startsWith(path)) break;
        continue;
      }
      throw new MongoError(
        'ConflictingUpdateOperators',
        `Updating the path '${other}' would create a conflict at '${path}'`,
      );
    }
  }
}
