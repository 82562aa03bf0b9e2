import type { Iterator as LazyIterator } from 'mingo/lazy';
import { compileFilter } from '../query/filter.ts';
import { FindStream } from '../query/find.ts';
import type { Hint } from '../query/planner.ts';
import { parseSort, sortDocs } from '../query/sort.ts';
import { checkDeadline, visitAll } from '../query/visit-all.ts';
import type { Catalog } from '../storage/catalog.ts';
import { type Doc, decode } from '../values/doc.ts';
import { FieldPicker } from '../wire/field-picker.ts';
import { mingoOptions, toExpressionValue, withMongoErrors } from './expression.ts';
import { leadingQuery } from './leading-query.ts';
import { lookupStage } from './lookup.ts';
import { contextWith, mingo } from './mingo.ts';
import { pipelineStages, type Stage } from './own-stages.ts';
import { fieldsUsedBy } from './used-fields.ts';

export interface PipelineContext {
  catalog: Catalog;
  db: string;
  variables: Doc;
  deadline?: number | undefined;
  hint?: Hint | undefined;
}

/** Stages whose matching or order is MongoDB's own rather than mingo's. */
const OWN_STAGES = {
  $match: (docs: LazyIterator, filter: Doc, options: { variables?: Doc }) => {
    const accepts = compileFilter(filter, options.variables);
    return docs.filter((doc: Doc) => accepts(doc));
  },
  $sort: (docs: LazyIterator, spec: Doc) => {
    const sort = parseSort(spec);
    return docs.transform((all: Doc[]) => mingo().Lazy(sortDocs(all, (doc) => doc, sort)));
  },
};

/** Of these, nothing comes where nothing goes in. */
const EACH = new Set([
  '$match',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$sort',
  '$skip',
  '$limit',
  '$unwind',
]);

/** Runs a pipeline over a collection; its head, and that of each that is united with it, is answered from indexes. */
export async function runPipeline(
  collectionName: string | undefined,
  pipeline: readonly Doc[],
  context: PipelineContext,
): Promise<Doc[]> {
  const [first = [], ...others] = partsOf(pipeline);
  let docs = await runPart(collectionName, first, context);
  for (const [union, ...rest] of others) {
    const { coll, pipeline: inner = [] } = unionOf(union);
    docs = runStages(
      [...docs, ...(await runPipeline(coll, inner, { ...context, hint: undefined }))],
      rest,
      context,
    );
  }
  return docs;
}

/** The stages up to each `$unionWith`, which begins the next part. */
function partsOf(pipeline: readonly Doc[]): Doc[][] {
  const parts: Doc[][] = [[]];
  for (const stage of pipeline) {
    if ('$unionWith' in stage) parts.push([stage]);
    else parts.at(-1)?.push(stage);
  }
  return parts;
}

function unionOf(stage: Doc | undefined): { coll?: string; pipeline?: Doc[] } {
  const spec = stage?.$unionWith;
  return typeof spec === 'string' ? { coll: spec } : (spec as { coll?: string; pipeline?: Doc[] });
}

async function runPart(
  collectionName: string | undefined,
  pipeline: readonly Doc[],
  context: PipelineContext,
): Promise<Doc[]> {
  const { query, rest } = leadingQuery(pipeline, context.variables);
  const collection =
    collectionName === undefined ? undefined : context.catalog.get(context.db, collectionName);
  const used = fieldsUsedBy(rest[0]);
  const picker = used && new FieldPicker(used);
  const docs: Doc[] = [];
  const add = (bytes: Buffer) =>
    docs.push(toExpressionValue(decode(picker ? picker.pick(bytes).fields : bytes)) as Doc);
  if (collection?.hasRecords)
    await visitAll(new FindStream(collection, { ...query, hint: context.hint }), add, context.deadline);
  return runStages(docs, rest, context);
}

/** The same, at once; for the inner pipelines of `$lookup`. */
function runPipelineNow(collectionName: string, pipeline: readonly Doc[], context: PipelineContext): Doc[] {
  const { query, rest } = leadingQuery(pipeline, context.variables);
  const collection = context.catalog.get(context.db, collectionName);
  const docs: Doc[] = [];
  if (collection) {
    const stream = new FindStream(collection, query);
    for (let next = stream.next(); next !== undefined; next = stream.next()) {
      checkDeadline(context.deadline);
      if (typeof next !== 'symbol') docs.push(toExpressionValue(decode(next)) as Doc);
    }
  }
  return runStages(docs, rest, context);
}

function runStages(input: Doc[], stages: readonly Doc[], context: PipelineContext): Doc[] {
  if (stages.length === 0) return input;
  if (input.length === 0 && stages.every((stage) => EACH.has(Object.keys(stage)[0] ?? ''))) return input;
  const { Aggregator } = mingo();
  const known = { ...pipelineStages(), ...OWN_STAGES, $lookup: lookupStage(context, runPipelineNow) };
  const own = contextWith(context.deadline === undefined ? known : watched(known, context.deadline));
  const options = {
    ...mingoOptions(toExpressionValue(context.variables) as Doc, own),
    collectionResolver: (name: string) => runPipelineNow(name, [], context),
  };
  const plain = stages.map((stage) => ('$match' in stage ? stage : (toExpressionValue(stage) as Doc)));
  return withMongoErrors(() => new Aggregator(plain, options).run(input)) as Doc[];
}

/** The same stages; each looks at the clock with every document that it is given. @throws MongoError 50 after the deadline */
function watched(stages: Record<string, Stage>, deadline: number): Record<string, Stage> {
  const look = (doc: Doc) => {
    checkDeadline(deadline);
    return doc;
  };
  return Object.fromEntries(
    Object.entries(stages).map(([name, stage]) => [
      name,
      // $documents comes first and is given nothing
      (docs, argument, options) => stage(name === '$documents' ? docs : docs.map(look), argument, options),
    ]),
  );
}
