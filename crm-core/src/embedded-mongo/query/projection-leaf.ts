import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc, withoutMissing } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { compileFilter } from './filter.ts';
import type { MatchDetails } from './path-match.ts';

/** What becomes of the field at the end of a projection's path. */
export type Leaf = (value: unknown, root: Doc, details: MatchDetails | undefined) => unknown;

export interface ProjectionOptions {
  /** For `$project`: `$slice` and `$elemMatch` are expressions there, and there are no positions. */
  isStage?: boolean;
  /** What `$$name` means. */
  variables?: Doc;
  compile?: (expression: unknown) => (doc: Doc) => unknown;
}

const bad = (code: number, message: string) => new MongoError(code, message);

export const isFlag = (value: unknown): boolean => typeof value === 'boolean' || isBsonNumber(value);

/** `'list.$'`: the item that the filter has matched. @throws MongoError 51246 when it has matched none */
export function positional(value: unknown, _root: Doc, details: MatchDetails | undefined): unknown {
  if (!Array.isArray(value)) return value;
  if (details?.position === undefined) {
    throw bad(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  }
  return value.slice(details.position, details.position + 1);
}

/** What a field's part of a projection makes of it. */
export function leafOf(
  value: unknown,
  { isStage, compile }: Pick<Required<ProjectionOptions>, 'isStage' | 'compile'>,
): Leaf {
  if (isFlag(value)) return (field) => field;
  if (isStage) return computed(compile(value));
  if (isDoc(value) && '$slice' in value) return sliceLeaf(value.$slice);
  if (isDoc(value) && '$elemMatch' in value) {
    const matches = compileFilter({ item: { $elemMatch: value.$elemMatch } });
    return (field) => {
      const item = Array.isArray(field) ? field.find((one) => matches({ item: [one] })) : undefined;
      return item === undefined ? undefined : [item];
    };
  }
  if (isDoc(value) && '$meta' in value) {
    throw new MongoError('CommandNotSupported', '$meta is not supported by the embedded server');
  }
  return computed(compile(value));
}

const computed =
  (evaluate: (doc: Doc) => unknown): Leaf =>
  (_field, root) =>
    withoutMissing(evaluate(root));

function sliceLeaf(argument: unknown): Leaf {
  const [first, second] = Array.isArray(argument) ? argument.map(Number) : [Number(argument), undefined];
  if (first === undefined || Number.isNaN(first) || (second !== undefined && !(second > 0))) {
    throw bad(28724, 'First argument to $slice must be a number, and the optional second one positive');
  }
  const slice = (field: unknown) => {
    if (!Array.isArray(field)) return field;
    if (second === undefined) return first < 0 ? field.slice(first) : field.slice(0, first);
    const start = first < 0 ? Math.max(field.length + first, 0) : first;
    return field.slice(start, start + second);
  };
  sliceLeaves.add(slice);
  return slice;
}

const sliceLeaves = new WeakSet<object>();
/** `$slice` alone keeps the other fields. */
export const isSlice = (leaf: Leaf) => sliceLeaves.has(leaf);
