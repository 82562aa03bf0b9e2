import { type FindQuery, FindStream } from '../query/find.ts';
import { visitAll } from '../query/visit-all.ts';
import type { Collection } from '../storage/collection.ts';
import type { Doc } from '../values/doc.ts';
import {
  type CommandContext,
  defineCommand,
  docField,
  findCollection,
  numberField,
  refuseCollation,
} from './command.ts';
import { resolveHint } from './hint.ts';

/** Counts a query's matches; from the index alone when its bounds say everything. */
export async function countMatches(
  collection: Collection,
  query: Pick<FindQuery, 'filter' | 'hint' | 'variables'>,
  deadline: number | undefined,
): Promise<number> {
  if (Object.keys(query.filter).length === 0) return collection.count;
  const stream = new FindStream(collection, query);
  if (stream.plan.residual !== undefined) {
    let matches = 0;
    await visitAll(stream, () => matches++, deadline);
    return matches;
  }
  const { index, ranges } = stream.plan;
  if (index && !index.multikey.includes(true)) {
    return ranges.reduce((sum, range) => sum + collection.store.count(range), 0);
  }
  let count = 0;
  while (stream.scan.nextId() !== undefined) count++;
  return count;
}

export const count = defineCommand({
  names: ['count'],
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  async run(command: Doc, context: CommandContext) {
    refuseCollation(command.collation);
    const collection = findCollection(command, 'count', context);
    const filter = docField(command, 'query', 'count');
    if (!collection) return { n: 0, ok: 1 };
    const hint = resolveHint(collection, command.hint);
    const all = await countMatches(collection, { filter, hint }, context.deadline);
    const rest = Math.max(all - (numberField(command, 'skip', 'count') ?? 0), 0);
    const limit = numberField(command, 'limit', 'count');
    return { n: limit ? Math.min(rest, limit) : rest, ok: 1 };
  },
});
