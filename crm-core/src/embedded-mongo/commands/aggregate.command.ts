import { leadingQuery } from '../aggregate/leading-query.ts';
import { letVariables } from '../aggregate/let-variables.ts';
import { runPipeline } from '../aggregate/run-pipeline.ts';
import { checkPipeline } from '../aggregate/stages.ts';
import { streamOf } from '../cursors.ts';
import { MongoError } from '../mongo-error.ts';
import { FindStream, type ResultStream } from '../query/find.ts';
import { type Doc, encode, isDoc, withoutMissing } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { firstBatch } from '../wire/cursor-reply.ts';
import {
  batchSizeOf,
  type CommandContext,
  defineCommand,
  docField,
  docList,
  refuseCollation,
  wrongType,
} from './command.ts';
import { countMatches } from './count.command.ts';
import { resolveHint } from './hint.ts';

export const aggregate = defineCommand({
  names: ['aggregate'],
  fields: [
    'pipeline',
    'cursor',
    'explain',
    'allowDiskUse',
    'bypassDocumentValidation',
    'collation',
    'hint',
    'let',
  ],
  async run(command: Doc, context: CommandContext) {
    refuseCollation(command.collation);
    if (command.explain) {
      throw new MongoError('CommandNotSupported', 'aggregate with explain: use the explain command');
    }
    if (!isDoc(command.cursor)) {
      throw new MongoError(
        'FailedToParse',
        "The 'cursor' option is required, except for aggregate with the explain argument",
      );
    }
    const pipeline = docList(command.pipeline, 'aggregate.pipeline');
    const variables = letVariables(docField(command, 'let', 'aggregate'));
    checkPipeline(pipeline, variables);
    const name = typeof command.aggregate === 'string' ? command.aggregate : undefined;
    if (name === undefined) checkWithoutCollection(command.aggregate, pipeline);
    const namespace = `${context.db}.${name ?? '$cmd.aggregate'}`;
    const stream = await open(name, pipeline, command, variables, context);
    const { batchSize } = batchSizeOf(command, 'aggregate');
    const { deadline } = context;
    return firstBatch(await context.cursors.start(stream, namespace, { batchSize, deadline }), namespace);
  },
});

/** `{ aggregate: 1 }`: a pipeline that brings its own documents. */
function checkWithoutCollection(value: unknown, pipeline: readonly Doc[]): void {
  if (!isBsonNumber(value) || Number(value) !== 1) throw wrongType('aggregate.aggregate', value, 'string');
  const [first] = Object.keys(pipeline[0] ?? {});
  if (first === '$documents') return;
  throw new MongoError(
    'InvalidNamespace',
    `{aggregate: 1} is not valid for '${first ?? 'an empty pipeline'}'; a collection is required.`,
  );
}

async function open(
  name: string | undefined,
  pipeline: Doc[],
  command: Doc,
  variables: Doc,
  { catalog, db, deadline }: CommandContext,
): Promise<ResultStream> {
  const { query, rest } = leadingQuery(pipeline, variables);
  const collection = name === undefined ? undefined : catalog.get(db, name);
  const hint = collection ? resolveHint(collection, command.hint) : undefined;
  if (collection && rest.length === 0) return new FindStream(collection, { ...query, hint });
  const counted = countField(rest);
  if (collection && counted && query.skip === undefined && query.limit === undefined) {
    const n = await countMatches(collection, { ...query, hint }, deadline);
    return streamOf(encoded(n === 0 ? [] : [counted(n)]));
  }
  const found = await runPipeline(name, pipeline, { catalog, db, variables, deadline, hint });
  return streamOf(encoded(found));
}

/** `countDocuments` of the drivers, and `$count`: how the one result looks; undefined for any other pipeline. */
function countField(rest: Doc[]): ((n: number) => Doc) | undefined {
  const [stage] = rest;
  if (rest.length !== 1 || !stage) return undefined;
  if (typeof stage.$count === 'string') {
    const field = stage.$count;
    return (n) => ({ [field]: n });
  }
  const group = stage.$group;
  if (
    !isDoc(group) ||
    Object.keys(group).length !== 2 ||
    !isDoc(group.n) ||
    Object.keys(group.n).length !== 1
  )
    return undefined;
  const isConstant = group._id === null || typeof group._id === 'number';
  return isConstant && group.n.$sum === 1 ? (n) => ({ _id: group._id, n }) : undefined;
}

function* encoded(docs: readonly Doc[]): Generator<Buffer> {
  for (const doc of docs) yield encode(withoutMissing(doc) as Doc);
}
