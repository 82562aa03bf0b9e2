import type { Iterator as LazyIterator } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { someAt } from '../query/path-match.ts';
import { setAt } from '../update/update-path.ts';
import type { Doc } from '../values/doc.ts';
import { isDoc } from '../values/doc.ts';
import { mingo } from './mingo.ts';
import type { PipelineContext } from './run-pipeline.ts';

type RunPipeline = (collection: string, pipeline: readonly Doc[], context: PipelineContext) => Doc[];

/** `$lookup` by fields (through an index of the other collection), by a pipeline with variables, or both. */
export function lookupStage(context: PipelineContext, runPipeline: RunPipeline) {
  return (docs: LazyIterator, spec: Doc, options: Options): LazyIterator => {
    const { from, localField, foreignField, as } = spec as Record<string, string>;
    const pipeline = (Array.isArray(spec.pipeline) ? spec.pipeline : []) as Doc[];
    const names = isDoc(spec.let) ? Object.entries(spec.let) : [];
    return docs.map((doc: Doc) => {
      const own = Object.fromEntries(
        names.map(([name, value]) => [name, mingo().evalExpr(doc, value, options) ?? null]),
      );
      const variables = { ...context.variables, ...options.variables, ...own };
      const join = localField !== undefined && foreignField !== undefined;
      const match = join ? [{ $match: { [foreignField]: { $in: localValues(doc, localField) } } }] : [];
      const found = runPipeline(from as string, [...match, ...pipeline], { ...context, variables });
      const joined = { ...doc };
      setAt(joined, (as as string).split('.'), found);
      return joined;
    });
  };
}

/** What the local field holds: the items of an array; null for a missing field. */
function localValues(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  someAt(
    doc,
    path.split('.'),
    0,
    (value) => {
      if (!Array.isArray(value)) values.push(value ?? null);
      return false;
    },
    undefined,
  );
  return values;
}
