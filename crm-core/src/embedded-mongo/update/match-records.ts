import { compileFilter } from '../query/filter.ts';
import type { MatchDetails } from '../query/path-match.ts';
import { planQuery } from '../query/planner.ts';
import { Scan } from '../query/scan.ts';
import { type SortSpec, sortDocs } from '../query/sort.ts';
import type { IndexSpec } from '../storage/catalog-types.ts';
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
  hint?: IndexSpec | '$natural' | undefined;
  variables?: Doc | undefined;
}

/**
 * The records to be written, all found before the first is changed: a record that moves within the index is not met
 * twice. Runs inside a write job, so that nothing comes between finding and writing.
 */
export function matchRecords(collection: Collection, query: MatchQuery, isMulti: boolean): Matched[] {
  const accepts = compileFilter(query.filter, query.variables);
  const limit = isMulti ? undefined : 1;
  const plan = planQuery(collection, { filter: query.filter, sort: query.sort, hint: query.hint, limit });
  const scan = new Scan(collection, plan);
  const found: Matched[] = [];
  for (let record = scan.next(); record; record = scan.next()) {
    const doc = decode(record.bytes);
    const details: MatchDetails = {};
    if (!accepts(doc, details)) continue;
    found.push({ ...record, doc, position: details.position });
    if (!isMulti && plan.givesSort) return found;
  }
  if (!query.sort?.length || plan.givesSort) return found;
  const sorted = sortDocs(found, (item) => item.doc, query.sort);
  return isMulti ? sorted : sorted.slice(0, 1);
}
