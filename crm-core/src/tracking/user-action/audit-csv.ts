import type { CrmCore } from '../../crm-core.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import { UserAction, type UserActionRecord } from './user-action.schema.ts';

const PAGE = 500;
/** Rows of one export; of more, the dates are narrowed. */
const MOST = 100_000;

const COLUMNS: ReadonlyArray<[title: string, value: (entry: UserActionRecord) => unknown]> = [
  ['At', ({ at }) => at.toISOString()],
  ['Who', ({ actor }) => actor.name],
  ['Agent', ({ via }) => via],
  ['Channel', ({ channel }) => channel],
  ['API token', ({ token }) => token],
  ['Change', ({ change }) => change],
  ['Kind', ({ entity }) => entity],
  ['Record', ({ recordTitle }) => recordTitle],
  ['Record id', ({ recordId }) => recordId],
  ['Before', ({ before }) => JSON.stringify(before)],
  ['After', ({ after }) => JSON.stringify(after)],
  ['Request', ({ groupId }) => groupId],
  ['Undone at', ({ undoneAt }) => undoneAt?.toISOString()],
];

/** The audit log as CSV (RFC 4180), newest first, a page at a time. */
export async function* auditCsv(crm: CrmCore, scope: Scope, filter: Filter): AsyncGenerator<string> {
  const audit = crm.records(UserAction);
  yield lineOf(COLUMNS.map(([title]) => title));
  let cursor: string | undefined;
  let count = 0;
  do {
    const page = await audit.find(scope, { ...filter, sort: '-at', limit: PAGE, ...(cursor && { cursor }) });
    yield page.records.map((entry) => lineOf(COLUMNS.map(([, value]) => value(entry)))).join('');
    count += page.records.length;
    cursor = page.nextCursor;
  } while (cursor && count < MOST);
}

const lineOf = (cells: readonly unknown[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** What a spreadsheet would take for a formula is made text. */
function cellOf(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
