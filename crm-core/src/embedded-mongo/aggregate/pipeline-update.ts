import { MongoError } from '../mongo-error.ts';
import { copyValue, type Doc, fieldOf, isDoc, setField, withoutMissing } from '../values/doc.ts';
import { checkExpression, mingoOptions, toExpressionValue, withMongoErrors } from './expression.ts';
import { contextWith, mingo } from './mingo.ts';
import { pipelineStages } from './own-stages.ts';

const STAGES = ['$addFields', '$project', '$replaceRoot', '$replaceWith', '$set', '$unset'];

/** An update given as a pipeline; `$$NOW` is the time of the update. */
export function compilePipelineUpdate(pipeline: unknown[], variables: Doc): (doc: Doc) => Doc {
  for (const stage of pipeline) {
    const name = isDoc(stage) ? Object.keys(stage)[0] : undefined;
    if (!isDoc(stage) || name === undefined) {
      throw new MongoError('FailedToParse', 'Each element of the pipeline must be an object');
    }
    if (!STAGES.includes(name)) {
      throw new MongoError('InvalidOptions', `${name} is not allowed to be used within an update`);
    }
    checkExpression(stage[name], variables);
  }
  const { Aggregator } = mingo();
  const known = pipelineStages();
  const context = contextWith(Object.fromEntries(STAGES.map((name) => [name, known[name] as never])));
  const stages = pipeline.map((stage) => toExpressionValue(stage) as Doc);
  return (doc) => {
    const plain = toExpressionValue(copyValue(doc)) as Doc;
    const options = mingoOptions(toExpressionValue(variables) as Doc, context);
    const [after] = withMongoErrors(() => new Aggregator(stages, options).run([plain]));
    const kept = unchanged(after, plain, doc) as Doc;
    // whatever the stages make of it, a document stays itself
    const own = kept._id === undefined && doc._id !== undefined ? { _id: doc._id, ...kept } : kept;
    return withoutMissing(own) as Doc;
  };
}

/** What the stages left alone is what it was: a long stays a long, a pattern keeps its options. */
function unchanged(after: unknown, plain: unknown, stored: unknown): unknown {
  if (Object.is(after, plain)) return stored;
  if (!isDoc(after) || !isDoc(plain) || !isDoc(stored)) return after;
  const kept: Doc = {};
  for (const [name, value] of Object.entries(after)) {
    setField(kept, name, unchanged(value, fieldOf(plain, name), fieldOf(stored, name)));
  }
  return kept;
}
