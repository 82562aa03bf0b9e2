import type { Iterator as LazyIterator } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { MongoError } from '../mongo-error.ts';
import { compileProjection } from '../query/projection.ts';
import { encodeValue } from '../storage/key-encoding.ts';
import { compareValues } from '../values/compare.ts';
import { type Doc, fieldOf, isDoc, isOperatorDoc, setField, withoutMissing } from '../values/doc.ts';
import { mingo } from './mingo.ts';
import { plainOptions } from './own-operators.ts';

export type Stage = (docs: LazyIterator, argument: never, options: Options) => LazyIterator;

let stages: Record<string, Stage> | undefined;

/** Every stage that a pipeline can have, by name; `$match`, `$sort` and `$lookup` are the pipeline's own. */
export function pipelineStages(): Record<string, Stage> {
  const known = mingo().stages as Record<string, Stage>;
  stages ??= { ...known, ...ownStages(known) };
  return stages;
}

/** Stages that mingo does otherwise than MongoDB: other results, other order of fields, or none at all. */
function ownStages(known: Record<string, Stage>): Record<string, Stage> {
  const { evalExpr, Lazy } = mingo();
  const evaluate = (doc: Doc, expression: unknown, options: Options) =>
    evalExpr(doc, expression as never, options);
  const all = (docs: LazyIterator, make: (all: Doc[]) => Doc[]): LazyIterator =>
    docs.transform((list: Doc[]) => Lazy(make(list)));
  const addFields = (docs: LazyIterator, argument: Doc, options: Options): LazyIterator => {
    const fields = flatten(argument);
    return docs.map((doc: Doc) =>
      fields.reduce(
        (made, [path, expression]) =>
          withField(made, path.split('.'), evaluate(doc, expression, options)) as Doc,
        doc,
      ),
    );
  };
  const bucket = (docs: LazyIterator, argument: BucketArgument, options: Options): LazyIterator =>
    all(docs, (list) => {
      const buckets = new Map<unknown, Doc[]>();
      for (const doc of list) {
        const id = bucketOf(evaluate(doc, argument.groupBy, options), argument);
        const own = buckets.get(id);
        if (own) own.push(doc);
        else buckets.set(id, [doc]);
      }
      const inOrder = [...buckets].sort(([a], [b]) => compareValues(a, b));
      return inOrder.map(([id, own]) => {
        return { _id: id, ...accumulated(own, argument.output ?? { count: { $sum: 1 } }, options) };
      });
    });
  const group = (docs: LazyIterator, { _id: idOf, ...fields }: Doc, options: Options): LazyIterator =>
    all(docs, (list) => {
      const groups = new Map<string, { id: unknown; own: Doc[] }>();
      for (const doc of list) {
        const id = withoutMissing(evaluate(doc, idOf, options)) ?? null;
        const key = encodeValue(id).toString('latin1');
        const found = groups.get(key);
        if (found) found.own.push(doc);
        else groups.set(key, { id, own: [doc] });
      }
      return [...groups.values()].map(({ id, own }) => ({ _id: id, ...accumulated(own, fields, options) }));
    });
  return {
    $project: (docs, argument: Doc, options) => {
      const project = compileProjection(argument, {
        isStage: true,
        compile: (expression) => (doc) => evaluate(doc, expression, options),
      });
      return project ? docs.map((doc: Doc) => project(doc)) : docs;
    },
    $addFields: addFields,
    $set: addFields,
    $bucket: bucket,
    $group: group,
    $bucketAuto: (docs, argument, options) =>
      (known.$bucketAuto?.(docs, argument, options) ?? docs).map(({ _id, ...rest }: Doc) => ({
        _id,
        ...rest,
      })),
    $count: (docs, name: string) => all(docs, (list) => (list.length === 0 ? [] : [{ [name]: list.length }])),
    $sample: (docs, { size }: { size: number }) => all(docs, (list) => sampleOf(list, Number(size))),
    // mingo works its windows out with a function of its own; the pipeline has been checked for any other
    $setWindowFields: (docs, argument, options) => {
      const own = { ...plainOptions(options), scriptEnabled: true };
      return known.$setWindowFields?.(docs, argument, own) ?? docs;
    },
  } satisfies Record<string, (docs: LazyIterator, argument: never, options: Options) => LazyIterator>;
}

/** The fields that accumulators make of the documents of one group. */
function accumulated(docs: Doc[], fields: Doc, options: Options): Doc {
  const accumulators = mingo().accumulators as Record<
    string,
    (docs: Doc[], expression: unknown, options: Options) => unknown
  >;
  const made: Doc = {};
  for (const [name, field] of Object.entries(fields)) {
    const [operator = '', expression] = Object.entries(field as Doc)[0] ?? [];
    setField(made, name, accumulators[operator]?.(docs, expression, plainOptions(options)));
  }
  return made;
}

/** Each document at most once. */
function sampleOf(docs: readonly Doc[], size: number): Doc[] {
  const left = [...docs];
  const count = Math.min(size, left.length);
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(Math.random() * (left.length - i));
    [left[i], left[other]] = [left[other] as Doc, left[i] as Doc];
  }
  return left.slice(0, count);
}

/** `{ a: { b: <expression> } }` says the same as `{ 'a.b': <expression> }`. */
function flatten(argument: Doc, prefix = ''): Array<[string, unknown]> {
  return Object.entries(argument).flatMap(([name, value]): Array<[string, unknown]> => {
    const isNested = isDoc(value) && !isOperatorDoc(value) && Object.keys(value).length > 0;
    return isNested ? flatten(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value]];
  });
}

/** A copy with the value at the path, in every item of the arrays on the way; undefined takes the field away. */
function withField(parent: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(parent)) return parent.map((item) => withField(item, steps, value));
  const copy: Doc = isDoc(parent) ? { ...parent } : {};
  setField(copy, step, withField(fieldOf(copy, step), rest, value));
  return copy;
}

interface BucketArgument {
  groupBy: unknown;
  boundaries: unknown[];
  default?: unknown;
  output?: Doc;
}

/** The lower boundary of the bucket that the value is in. @throws MongoError 40066 for a value in none */
function bucketOf(value: unknown, { boundaries, ...argument }: BucketArgument): unknown {
  const isWithin = compareValues(value, boundaries[0]) >= 0 && compareValues(value, boundaries.at(-1)) < 0;
  if (isWithin) return boundaries.findLast((boundary) => compareValues(boundary, value) <= 0);
  if ('default' in argument) return argument.default;
  throw new MongoError(
    40066,
    '$switch could not find a matching branch for an input, and no default was specified.',
  );
}
