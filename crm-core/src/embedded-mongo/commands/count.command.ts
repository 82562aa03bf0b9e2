import { type FindQuery, FindStream } from '../query/find.ts';
import type { Scan } from '../query/scan.ts';
import { checkDeadline, visitAll } from '../query/visit-all.ts';
import type { Collection } from '../storage/collection.ts';
import type { KeyRange, Store } from '../storage/store.ts';
import { TimeSlice } from '../time-slice.ts';
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
  const isOneEach = index !== undefined && !index.multikey.includes(true);
  const counts = isOneEach ? entriesOf(collection.store, ranges) : recordsOf(stream.scan);
  const slice = new TimeSlice();
  let count = 0;
  for (const more of counts) {
    count += more;
    checkDeadline(deadline);
    if (slice.isOver) await slice.letOthersRun();
  }
  return count;
}

/** Keys or records that are counted between two looks at the clock. */
const PAGE = 4_096;

/** How many entries there are, page by page. */
function* entriesOf(store: Store, ranges: readonly KeyRange[]): Generator<number> {
  for (const range of ranges) {
    let { start } = range;
    let keys: Buffer[];
    do {
      keys = store.keys({ start, end: range.end }, PAGE);
      yield keys.length;
      const last = keys.at(-1);
      if (last) start = Buffer.concat([last, Buffer.from([0])]);
    } while (keys.length === PAGE);
  }
}

/** The same of records that may have several entries each. */
function* recordsOf(scan: Scan): Generator<number> {
  let count = 0;
  while (scan.nextId() !== undefined) {
    if (++count < PAGE) continue;
    scan.rest();
    yield count;
    count = 0;
  }
  yield count;
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
