import { docList } from '../commands/command.ts';
import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { checkExpression } from './expression.ts';
import { mingo } from './mingo.ts';
import { checkStageOptions } from './operator-arguments.ts';
import { checkLookup, STAGE_CHECKS } from './stage-checks.ts';

const REFUSED = new Set(['$out', '$merge', '$redact', '$graphLookup', '$densify', '$fill']);
/** Known without loading mingo, which takes longer than what most servers ever ask of it: to count. */
const PLAIN = new Set(['$match', '$sort', '$skip', '$limit', '$group', '$count']);
const ADMINISTRATIVE = new Set([
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
 * @param variables - those that may be named, by name
 * @throws MongoError 40323, 40324, 168 as MongoDB does; 115 for what MongoDB has and this server does not
 */
export function checkPipeline(pipeline: readonly Doc[], variables: Doc = {}): void {
  for (const stage of pipeline) {
    const names = Object.keys(stage);
    const name = names[0];
    if (names.length !== 1 || name === undefined) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (name === '$changeStream') {
      throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets');
    }
    if (REFUSED.has(name) || ADMINISTRATIVE.has(name)) {
      throw new MongoError('CommandNotSupported', `${name} is not supported by the embedded server`);
    }
    if (!PLAIN.has(name) && !Object.hasOwn(mingo().stages, name)) {
      throw new MongoError('UnrecognizedStage', `Unrecognized pipeline stage name: '${name}'`);
    }
    checkStage(name, stage[name], variables);
  }
}

function checkStage(name: string, value: unknown, variables: Doc): void {
  checkStageOptions(name, value);
  if (name === '$lookup' && isDoc(value)) checkLookup(value, variables);
  const own = name === '$lookup' && isDoc(value) && isDoc(value.let) ? value.let : {};
  for (const inner of pipelinesWithin(name, value)) checkPipeline(inner, { ...variables, ...own });
  (STAGE_CHECKS[name] ?? checkExpression)(value, variables);
}

/** The pipelines that are part of a stage. */
function pipelinesWithin(name: string, value: unknown): Doc[][] {
  if (!isDoc(value)) return [];
  if (name === '$facet') {
    return Object.entries(value).map(([field, pipeline]) => docList(pipeline, `$facet.${field}`));
  }
  const hasOne = (name === '$lookup' || name === '$unionWith') && value.pipeline !== undefined;
  return hasOne ? [docList(value.pipeline, `${name}.pipeline`)] : [];
}
