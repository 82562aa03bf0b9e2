import { leadingQuery } from '../aggregate/leading-query.ts';
import { MongoError } from '../mongo-error.ts';
import { type FindQuery, FindStream } from '../query/find.ts';
import type { Plan } from '../query/planner.ts';
import { visitAll } from '../query/visit-all.ts';
import { keyPatternOf } from '../storage/catalog-types.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { type CommandContext, defineCommand, docField, docList, findCollection } from './command.ts';
import { findQueryOf } from './find.command.ts';

/** Runs a find, count, distinct, aggregate, update, delete or findAndModify for its plan and its counters only. */
export const explain = defineCommand({
  names: ['explain'],
  fields: ['verbosity'],
  async run(command: Doc, context: CommandContext) {
    if (!isDoc(command.explain)) throw new MongoError('TypeMismatch', 'explain must be a document');
    const inner = command.explain;
    const name = Object.keys(inner)[0] ?? '';
    const collection = findCollection(inner, name, context);
    const namespace = `${context.db}.${String(inner[name])}`;
    if (!collection) {
      return reply(namespace, { stage: 'EOF' }, { nReturned: 0, totalKeysExamined: 0, totalDocsExamined: 0 });
    }
    const startedAt = performance.now();
    const stream = new FindStream(collection, queryOf(name, inner));
    let nReturned = 0;
    await visitAll(stream, () => nReturned++, context.deadline);
    return reply(namespace, stageOf(stream.plan), {
      executionSuccess: true,
      nReturned,
      executionTimeMillis: Math.round(performance.now() - startedAt),
      totalKeysExamined: stream.scan.stats.keysExamined,
      totalDocsExamined: stream.scan.stats.docsExamined,
      executionStages: stageOf(stream.plan),
    });
  },
});

function reply(namespace: string, winningPlan: Doc, executionStats: Doc): Doc {
  return {
    explainVersion: '1',
    queryPlanner: { namespace, winningPlan, rejectedPlans: [] },
    executionStats,
    ok: 1,
  };
}

function queryOf(name: string, command: Doc): FindQuery {
  switch (name) {
    case 'find':
      return findQueryOf(command, undefined);
    case 'count':
    case 'distinct':
      return { filter: docField(command, 'query', name) };
    case 'findAndModify':
      return { filter: docField(command, 'query', name), limit: 1 };
    case 'update':
    case 'delete': {
      const [statement] = docList(command[`${name}s`], `${name}s`);
      return { filter: docField(statement ?? {}, 'q', name) };
    }
    case 'aggregate':
      return leadingQuery(docList(command.pipeline, 'pipeline')).query;
    default:
      throw new MongoError('CommandNotFound', `Explain failed due to unknown command: ${name}`);
  }
}

function stageOf({ index, residual, givesSort, isReverse, union }: Plan): Doc {
  let stage: Doc;
  if (index) {
    const scan = {
      stage: 'IXSCAN',
      keyPattern: keyPatternOf(index),
      indexName: index.name,
      isMultiKey: index.multikey.includes(true),
      isUnique: index.isUnique,
      direction: isReverse ? 'backward' : 'forward',
    };
    stage = { stage: 'FETCH', ...(residual && { filter: residual }), inputStage: scan };
  } else if (union) {
    stage = { stage: 'SUBPLAN', inputStage: { stage: 'OR', inputStages: union.map(stageOf) } };
  } else {
    stage = {
      stage: 'COLLSCAN',
      direction: isReverse ? 'backward' : 'forward',
      ...(residual && { filter: residual }),
    };
  }
  return givesSort ? stage : { stage: 'SORT', inputStage: stage };
}
