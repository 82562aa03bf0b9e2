import { compileFilter } from '../query/filter.ts';
import type { MatchDetails } from '../query/path-match.ts';
import { type Hint, planQuery } from '../query/planner.ts';
import { Scan } from '../query/scan.ts';
import { type SortSpec, sortDocs } from '../query/sort.ts';
import { checkDeadline } from '../query/visit-all.ts';
import type { Collection } from '../storage/collection.ts';
import { type Doc, decode } from '../values/doc.ts';

export interface Matched {
  recordId: number;
  bytes: Buffer;
  doc: Doc;
  position?: number | undefined;
}

export interface MatchQuery {
  filter: Doc;
  sort?: SortSpec | undefined;
  hint?: Hint | undefined;
  variables?: Doc | undefined;
  /** At most so many; 0: all. */
  limit: number;
  /** When to give up, in milliseconds since 1970. */
  deadline?: number | undefined;
}

/**
 * The records to be written, all found before the first is changed: a record that moves within the index is not met
 * twice. Runs inside a write job, so that nothing comes between finding and writing.
 *
 * @throws MongoError 50 after the deadline, with nothing written
 */
export function matchRecords(collection: Collection, query: MatchQuery): Matched[] {
  const accepts = compileFilter(query.filter, query.variables);
  const limit = query.limit || undefined;
  const plan = planQuery(collection, { filter: query.filter, sort: query.sort, hint: query.hint, limit });
  const scan = new Scan(collection, plan);
  const found: Matched[] = [];
  for (let record = scan.next(); record; record = scan.next()) {
    checkDeadline(query.deadline);
    const doc = decode(record.bytes);
    const details: MatchDetails = {};
    if (!accepts(doc, details)) continue;
    found.push({ ...record, doc, position: details.position });
    if (found.length === limit && plan.givesSort) return found;
  }
  if (!query.sort?.length || plan.givesSort) return found;
  return sortDocs(found, (item) => item.doc, query.sort).slice(0, limit);
}
