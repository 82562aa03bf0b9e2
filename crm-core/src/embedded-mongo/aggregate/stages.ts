import { MongoError } from '../mongo-error.ts';
import { compileFilter } from '../query/filter.ts';
import { parseSort } from '../query/sort.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { checkExpression } from './expression.ts';
import { mingo } from './mingo.ts';

const REFUSED = new Set(['$out', '$merge', '$redact', '$graphLookup', '$densify', '$fill']);
/** Known without loading mingo, which takes longer than what most servers ever ask of it: to count. */
const PLAIN = new Set(['$match', '$sort', '$skip', '$limit', '$group', '$count']);
const ADMINISTRATIVE = new Set([
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$geoNear',
  '$indexStats',
  '$listSessions',
  '$planCacheStats',
  '$search',
  '$vectorSearch',
]);

/**
 * Refuses what the pipeline runner does not know, before a document is read.
 *
 * @throws MongoError 40323, 40324, 168 as MongoDB does; 115 for what MongoDB has and this server does not
 */
export function checkPipeline(pipeline: readonly Doc[]): void {
  for (const stage of pipeline) {
    const names = Object.keys(stage);
    const name = names[0];
    if (names.length !== 1 || name === undefined) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (REFUSED.has(name) || ADMINISTRATIVE.has(name)) {
      throw new MongoError('CommandNotSupported', `${name} is not supported by the embedded server`);
    }
    if (!PLAIN.has(name) && !(name in mingo().stages)) {
      throw new MongoError('UnrecognizedStage', `Unrecognized pipeline stage name: '${name}'`);
    }
    checkStage(name, stage[name]);
  }
}

function checkStage(name: string, value: unknown): void {
  switch (name) {
    case '$match':
      if (!isDoc(value)) throw new MongoError(15959, 'the match filter must be an expression in an object');
      compileFilter(value);
      return;
    case '$sort':
      if (!isDoc(value)) throw new MongoError(15973, 'the $sort key specification must be an object');
      if (Object.keys(value).length === 0)
        throw new MongoError(15976, '$sort stage must have at least one sort key');
      parseSort(value);
      return;
    case '$limit':
      if (!(Number(value) > 0)) throw new MongoError(15958, 'the limit must be positive');
      return;
    case '$skip':
      if (!(Number(value) >= 0))
        throw new MongoError(5107200, 'invalid argument to $skip stage: Expected a non-negative number');
      return;
    case '$lookup':
      if (!isDoc(value)) throw new MongoError('FailedToParse', 'the $lookup specification must be an Object');
      if (Array.isArray(value.pipeline)) checkPipeline(value.pipeline as Doc[]);
      if (typeof value.as !== 'string')
        throw new MongoError('FailedToParse', "must specify 'as' field for a $lookup");
      return;
    case '$facet':
      for (const pipeline of Object.values((value ?? {}) as Doc)) checkPipeline(pipeline as Doc[]);
      return;
    case '$unionWith':
      if (isDoc(value) && Array.isArray(value.pipeline)) checkPipeline(value.pipeline as Doc[]);
      return;
    case '$group':
      if (!isDoc(value) || !('_id' in value))
        throw new MongoError(15955, 'a group specification must include an _id');
      checkAccumulators(value);
      return;
    case '$unwind':
      checkUnwind(value);
      return;
    case '$setWindowFields':
    case '$bucketAuto':
    case '$documents':
    case '$sample':
    case '$unset':
    case '$count':
      return;
    default:
      checkExpression(value);
  }
}

function checkUnwind(value: unknown): void {
  const path = isDoc(value) ? value.path : value;
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new MongoError(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${String(path)}`,
    );
  }
}

function checkAccumulators(group: Doc): void {
  for (const [field, value] of Object.entries(group)) {
    if (field === '_id') checkExpression(value);
    else if (!isDoc(value)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
    else if (Object.keys(value).length !== 1) {
      throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
    } else checkExpression(value);
  }
}
