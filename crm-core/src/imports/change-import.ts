import type { CrmCore } from '../crm-core.ts';
import type { Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import { Import, type ImportRecord } from './import/import.schema.ts';
import { asClianta, draftOf, keepFile, matchOf, targetsFor } from './imports.ts';
import { rememberMapping } from './mapping/remembered.ts';
import type { TextForm } from './reading/read-table.ts';

/** How an import that has not begun shall read its file. */
export interface ImportChange {
  /** By place, from 0; null leaves a column out. */
  columns?: ReadonlyArray<{ place: number; field: string | null }>;
  required?: readonly string[];
  matchBy?: string;
  mode?: ImportRecord['mode'];
  dateOrder?: 'dmy' | 'mdy';
  form?: Partial<TextForm>;
  sheet?: string;
  kind?: string;
}

/**
 * Changes a draft; what was found out by a dry run does not hold any more. Another sheet, delimiter or kind is read anew.
 *
 * @throws InvalidError for a column or a field that there is none of
 */
export async function changeImport(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
  change: ImportChange,
): Promise<ImportRecord> {
  const anew =
    change.form || change.sheet || change.kind ? await readAnew(crm, scope, record, change) : undefined;
  const base = anew ?? record;
  const entity = crm.store.entity(base.kind);
  const targets = new Set((await targetsFor(crm, scope.workspaceId, entity)).map(({ key }) => key));
  const columns = base.columns.map((column) => ({ ...column }));
  for (const { place, field } of change.columns ?? []) {
    const column = columns[place];
    if (!column) throw new InvalidError(`The file has ${columns.length} columns.`);
    if (field !== null && !targets.has(field)) throw new InvalidError(`There is no field "${field}".`);
    // a field is filled by one column
    for (const other of columns) if (other.field === field) delete other.field;
    if (field === null) delete column.field;
    else column.field = field;
  }
  if (change.dateOrder)
    for (const column of columns) if (column.isOrderUnsure) column.dateOrder = change.dateOrder;
  const named = [...(change.required ?? []), ...(change.matchBy ? [change.matchBy] : [])];
  const unknown = named.find((key) => !targets.has(key));
  if (unknown) throw new InvalidError(`There is no field "${unknown}".`);
  const next = await crm.records(Import).update(asClianta(scope), record.id, {
    ...anew,
    columns,
    matchBy: change.matchBy ?? (change.columns || anew ? matchOf(entity, columns) : record.matchBy),
    ...(change.required && { required: [...new Set(change.required)] }),
    ...(change.mode && { mode: change.mode }),
    status: 'draft',
    counts: null,
    problems: null,
    checkedRows: null,
  });
  if (change.columns) {
    const chosen = change.columns.flatMap(({ place }) => columns[place] ?? []);
    await rememberMapping(crm, scope.workspaceId, base.kind, chosen);
  }
  return next;
}

/** What the same file says when it is read in another way. */
async function readAnew(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
  { form, sheet = record.sheet, kind = record.kind }: ImportChange,
) {
  const draft = await draftOf(crm, scope, {
    fileId: record.fileId,
    kind,
    ...(sheet ? { sheet } : { form: { delimiter: record.delimiter, encoding: record.encoding, ...form } }),
  });
  if (draft.tableId) await keepFile(crm, scope, record.id, draft.tableId);
  return draft;
}
