import type { CrmCore } from '../crm-core.ts';
import { requireAccess } from '../entity/access.ts';
import { type Entity, isSpoken } from '../entity/define-entity.ts';
import { newId } from '../entity/ids.ts';
import { hasRole, type Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import { Import, type ImportColumn, type ImportRecord } from './import/import.schema.ts';
import { guessMapping } from './mapping/guess-mapping.ts';
import { rememberedMapping } from './mapping/remembered.ts';
import { surveyTable } from './mapping/survey.ts';
import { type Target, targetsOf, titleFieldOf } from './mapping/targets.ts';
import { openSource } from './reading/open-source.ts';
import { readTable, type Table, type TextForm } from './reading/read-table.ts';

/** What a table can become: records that people speak of and may make. */
export function importableKinds(crm: CrmCore, scope: Pick<Scope, 'role'>): Entity[] {
  return [...crm.store.entities.values()].filter(
    (entity) =>
      isSpoken(entity) &&
      entity.talk.isNamed !== false &&
      !entity.isReadOnly &&
      hasRole(scope, entity.access.create),
  );
}

export async function targetsFor(crm: CrmCore, workspaceId: string, entity: Entity): Promise<Target[]> {
  const { customFields } = await crm.facts(workspaceId);
  const own = customFields.filter((field) => field.entity === entity.name);
  return targetsOf(entity, own, crm.store.entities);
}

export interface ImportOrder {
  fileId: string;
  /** Left out: the kind whose fields the headers fit best. */
  kind?: string;
  sheet?: string;
  form?: Partial<TextForm>;
  mode?: ImportRecord['mode'];
  origin?: ImportRecord['origin'];
}

/**
 * Begins an import: reads the file through once and guesses what each column is. Nothing is written but the draft.
 *
 * @throws InvalidError for a file that is no table, or whose kind of record nothing says; ForbiddenError
 */
export async function startImport(crm: CrmCore, scope: Scope, order: ImportOrder): Promise<ImportRecord> {
  const draft = await draftOf(crm, scope, order);
  const record = await crm.records(Import).create(asClianta(scope), {
    ...draft,
    ...(order.mode && { mode: order.mode }),
    ...(order.origin && { origin: order.origin }),
    fileId: order.fileId,
    ownerId: scope.actor.id,
    groupId: newId(),
  });
  // its files stay as long as it does
  for (const id of new Set([order.fileId, draft.tableId ?? order.fileId]))
    await keepFile(crm, scope, record.id, id);
  return record;
}

/** What a file says of the import that it would be. */
export async function draftOf(crm: CrmCore, scope: Scope, order: ImportOrder) {
  const kinds = importableKinds(crm, scope);
  const named = order.kind === undefined ? undefined : crm.store.entities.get(order.kind);
  if (order.kind !== undefined && (!named || !kinds.includes(named)))
    throw new InvalidError(`A table cannot become "${order.kind}". It can become ${labelsOf(kinds)}.`);
  const source = await openSource(crm, scope, order.fileId, order.sheet);
  const { stream } = await crm.files.open(scope, source.textId);
  const survey = await surveyTable(stream, order.form ?? {});
  if (survey.total === 0) throw new InvalidError(`${source.name} names its columns and has no rows.`);
  const headers = survey.columns.map(({ header }) => header);
  const best = await bestKind(crm, scope, named ? [named] : kinds, headers);
  if (!best)
    throw new InvalidError(
      `I cannot tell what the rows of ${source.name} are. Say it: ${labelsOf(kinds)}. Its columns are ${headers.join(', ')}.`,
    );
  const columns = survey.columns.map((column, at): ImportColumn => {
    const field = best.mapping[at];
    return { ...column, ...(field && { field }) };
  });
  return {
    name: source.name,
    kind: best.entity.name,
    ...(source.textId !== order.fileId && { tableId: source.textId }),
    ...(source.sheet && { sheet: source.sheet, sheets: source.sheets ?? [] }),
    ...survey.form,
    columns,
    matchBy: matchOf(best.entity, columns),
    total: survey.total,
    ...(source.outside && { source: source.outside }),
  };
}

/** Writes of an import's own record: people read it only. */
export const asClianta = (scope: Scope): Scope => ({ ...scope, role: 'system' });

/** The text of its table, from the beginning. */
export async function tableOf(crm: CrmCore, scope: Scope, record: ImportRecord): Promise<Table> {
  const { stream } = await crm.files.open(scope, await textIdOf(crm, record));
  return readTable(stream, { encoding: record.encoding, delimiter: record.delimiter });
}

async function textIdOf(crm: CrmCore, { id, fileId }: ImportRecord): Promise<string> {
  const stored = await crm.store
    .model(Import)
    .findOne({ _id: id })
    .select('tableId')
    .lean<{ tableId?: string }>();
  return stored?.tableId ?? fileId;
}

/** By what a row finds the record that it is: the surest that is mapped. */
export function matchOf(entity: Entity, columns: readonly ImportColumn[]): string {
  const mapped = new Set(columns.map(({ field }) => field));
  const unique = (entity.unique ?? []).flatMap(([name, ...others]) =>
    name && others.length === 0 ? [name] : [],
  );
  return ['id', ...unique].find((key) => mapped.has(key)) ?? titleFieldOf(entity);
}

/** What must be told before it can run: in sentences. */
export function openQuestions(crm: CrmCore, record: ImportRecord): string[] {
  const entity = crm.store.entity(record.kind);
  const title = titleFieldOf(entity);
  const mapped = new Set(record.columns.map(({ field }) => field));
  const hasTitle = [title, `${title}.first`, `${title}.last`, 'id'].some((key) => mapped.has(key));
  const label = entity.fields.find(({ name }) => name === title)?.label ?? title;
  return [
    ...(hasTitle || record.mode === 'update'
      ? []
      : [`No column is the ${label.toLowerCase()}. Which one is it?`]),
    ...(mapped.has(record.matchBy) || record.matchBy === title
      ? []
      : [`No column is the ${record.matchBy}, by which rows are matched.`]),
    ...record.columns.flatMap(({ header, field, isOrderUnsure, dateOrder, samples }) => {
      const kind = entity.fields.find(({ name }) => name === field)?.kind;
      const isDate = kind === 'day' || kind === 'date' || field?.startsWith('custom.');
      return isDate && isOrderUnsure && !dateOrder
        ? [`In ${header}, is ${samples[0]} written day first or month first?`]
        : [];
    }),
  ];
}

async function bestKind(crm: CrmCore, scope: Scope, kinds: readonly Entity[], headers: readonly string[]) {
  const found = await Promise.all(
    kinds.map(async (entity) => {
      const [targets, remembered] = await Promise.all([
        targetsFor(crm, scope.workspaceId, entity),
        rememberedMapping(crm, scope.workspaceId, entity.name, headers),
      ]);
      const mapping = guessMapping(headers, targets, remembered);
      const title = titleFieldOf(entity);
      const hasTitle = mapping.some((key) => key === title || key?.startsWith(`${title}.`) || key === 'id');
      return { entity, mapping, score: mapping.filter(Boolean).length + (hasTitle ? 0.5 : -2) };
    }),
  );
  const [best] = found.sort((a, b) => b.score - a.score);
  return best && (kinds.length === 1 || best.score > 0) ? best : undefined;
}

export async function keepFile(crm: CrmCore, scope: Scope, importId: string, fileId: string): Promise<void> {
  const { file, stream } = await crm.files.open(scope, fileId, { start: 0, end: 0 });
  stream.destroy();
  if (!file.recordId) await crm.files.attach(asClianta(scope), fileId, { entity: Import.name, id: importId });
}

const labelsOf = (kinds: readonly Entity[]): string => kinds.map(({ label }) => label.many).join(', ');

/** @throws ForbiddenError for records that the caller may not make or change */
export function requireMayImport(crm: CrmCore, scope: Scope, { kind, mode }: ImportRecord): void {
  const entity = crm.store.entity(kind);
  if (mode !== 'update') requireAccess(entity, scope, 'create');
  if (mode !== 'create') requireAccess(entity, scope, 'update');
}
