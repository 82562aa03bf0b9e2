import type { CustomField } from '@clianta/crm-core/entity/custom-fields';
import { type AnyRecord, type Entity, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import { formatPhone } from '@clianta/crm-core/entity/phone-number';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import type { RecordCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { capitalize, formatDate, formatDay, formatMoney, formatNumber } from './format.ts';
import { partsFor } from './parts.ts';

export type Titles = Map<string, string>;
export type Values = Record<string, unknown>;

/** Names of the records that these records refer to, by id. */
export async function titlesFor(
  context: ToolContext,
  entity: Entity,
  given: ReadonlyArray<Values | AnyRecord>,
): Promise<Titles> {
  const records = given.map((record): Values => ({ ...record }));
  const { team, cached } = await context.crm.facts(context.scope.workspaceId);
  const titles: Titles = new Map(team.map(({ id, name }) => [id, name]));
  const wanted = new Map<string, Set<string>>();
  for (const field of entity.fields) {
    if (!field.ref) continue;
    for (const record of records) {
      for (const id of [record[field.name]].flat()) {
        if (typeof id !== 'string') continue;
        if (!wanted.has(field.ref)) wanted.set(field.ref, new Set());
        wanted.get(field.ref)?.add(id);
      }
    }
  }
  const parts = entity.fields.flatMap((field) =>
    field.part && records.some((record) => record[field.name]) ? [field.part] : [],
  );
  await Promise.all([
    ...[...wanted].map(async ([name, ids]) => {
      const target = context.crm.store.entity(name);
      for (const record of cached.get(name) ?? []) titles.set(record.id, titleOf(target, record));
      const unknown = [...ids].filter((id) => !titles.has(id));
      const found = await context.crm.records(target).getMany(context.scope, unknown);
      for (const [id, record] of found) titles.set(id, titleOf(target, record));
    }),
    ...parts.map(async (part) => {
      for (const { id, name } of await partsFor(context, part)) titles.set(id, name);
    }),
  ]);
  return titles;
}

/** A field's value as people read it; empty when there is none. */
export function show(field: Field, record: Values, titles: Titles, context: ToolContext): string {
  const value = record[field.name];
  if (value === undefined || value === null || value === '') return '';
  if (field.format === 'money')
    return formatMoney(Number(value), String(record.currency ?? context.currency), context);
  if (field.format === 'percent') return `${Math.round(Number(value) * 100)}%`;
  if (field.format === 'phone') return [value].flat().map(String).map(formatPhone).join(', ');
  if (field.kind === 'day') return formatDay(String(value), context);
  if (value instanceof Date) return field.hasTime ? formatDate(value, context) : formatDay(value, context);
  if (field.ref || field.part)
    return [value]
      .flat()
      .map((id) => titles.get(String(id)) ?? '(deleted)')
      .join(', ');
  if (Array.isArray(value)) return value.map(inList).filter(Boolean).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value, context);
  const text = String(value);
  if (field.kind !== 'enum') return text;
  return /^(mql|sql|[a-f])$/i.test(text) ? text.toUpperCase() : capitalize(text.replace(/_/g, ' '));
}

/** One of several, by its name where it is more than a word. */
function inList(one: unknown): string {
  if (typeof one !== 'object' || one === null) return String(one);
  return 'name' in one ? String(one.name) : '';
}

/** The fields that the workspace has added to an entity. */
export async function ownFields(context: ToolContext, entity: Entity) {
  const { customFields } = await context.crm.facts(context.scope.workspaceId);
  return customFields.filter((field) => field.entity === entity.name);
}

/** The same of a field that the workspace has added. */
export function showOwn(field: CustomField, record: Values, context: ToolContext): string {
  const own = (record.customFields ?? {}) as Values;
  const value = Object.hasOwn(own, field.key) ? own[field.key] : undefined;
  if (value === undefined || value === null || value === '') return '';
  if (field.type === 'date') return formatDay(value as Date | string, context);
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatNumber(value, context) : String(value);
}

/** A record's card; `changed` fields are marked. */
export async function recordCard(
  context: ToolContext,
  entity: Entity,
  record: AnyRecord,
  options: { badge?: string; changed?: readonly string[]; undoGroupId?: string } = {},
): Promise<RecordCard> {
  const values = record as unknown as Values;
  const titles = await titlesFor(context, entity, [values]);
  const changed = new Set(options.changed);
  const talk = talkOf(entity);
  const fields = entity.fields
    .filter(
      ({ name, hidden, isAside, kind }) => !hidden && !isAside && kind !== 'object' && name !== talk.title,
    )
    .map((field) => ({ field, value: show(field, values, titles, context) }))
    .filter(({ field, value }) => value !== '' || changed.has(field.name))
    .map(({ field, value }) => ({
      label: field.label ?? field.name,
      value: value || '—',
      ...(changed.has(field.name) && { wasChanged: true }),
    }));
  for (const field of await ownFields(context, entity)) {
    const value = showOwn(field, values, context);
    const wasChanged = changed.has(`customFields.${field.key}`);
    if (value || wasChanged)
      fields.push({ label: field.label, value: value || '—', ...(wasChanged && { wasChanged }) });
  }
  const subtitle = namedFields(entity, talk.subtitle)
    .map((field) => show(field, values, titles, context))
    .filter(Boolean)
    .join(', ');
  return {
    type: 'record',
    entity: entity.name,
    id: record.id,
    title: titleOf(entity, record),
    ...(subtitle && { subtitle }),
    ...(options.badge && { badge: options.badge }),
    fields,
    ...(options.undoGroupId && { undoGroupId: options.undoGroupId }),
  };
}

/** Field by field what a change would set, in words. */
export async function describeChanges(
  context: ToolContext,
  entity: Entity,
  patch: Values,
  before?: Values,
): Promise<Array<{ label: string; from?: string; to: string }>> {
  const titles = await titlesFor(context, entity, before ? [patch, before] : [patch]);
  const change = (label: string, shown: (record: Values) => string) => ({
    label,
    ...(before && { from: shown(before) || '—' }),
    to: shown(patch) || '(empty)',
  });
  const own = (patch.customFields ?? {}) as Values;
  return [
    ...entity.fields
      .filter((field) => Object.hasOwn(patch, field.name))
      .map((field) => change(field.label ?? field.name, (record) => show(field, record, titles, context))),
    ...(await ownFields(context, entity))
      .filter((field) => Object.hasOwn(own, field.key))
      .map((field) => change(field.label, (record) => showOwn(field, record, context))),
  ];
}

/** The names of what a patch sets, the workspace's own fields as `customFields.<key>`. */
export function changedFields(patch: Values): string[] {
  const own = Object.keys((patch.customFields ?? {}) as Values).map((key) => `customFields.${key}`);
  return [...Object.keys(patch), ...own];
}

/** Values of one field as people read them; "None" for no value. */
export async function valuesInWords(
  context: ToolContext,
  entity: Entity,
  field: Field,
  values: readonly unknown[],
): Promise<string[]> {
  const records = values.map((value): Values => ({ [field.name]: value }));
  const titles = await titlesFor(context, entity, records);
  return records.map((record) => show(field, record, titles, context) || 'None');
}

/** Records as an approval lists them: the name, and what tells it from others of that name. */
export async function sampleOf(
  context: ToolContext,
  entity: Entity,
  sample: ReadonlyArray<{ id: string; title: string }>,
): Promise<Array<{ title: string; detail?: string }>> {
  const ids = sample.map(({ id }) => id);
  const records = await context.crm.records(entity).getMany(context.scope, ids);
  const titles = await titlesFor(context, entity, [...records.values()] as unknown as Values[]);
  const fields = namedFields(entity, entity.talk?.tellsApart ?? []);
  return sample.map(({ id, title }) => {
    const record = (records.get(id) ?? {}) as Values;
    const detail = fields.map((field) => show(field, record, titles, context)).filter(Boolean);
    return { title, ...(detail.length > 0 && { detail: detail.join(' · ') }) };
  });
}

export const namedFields = (entity: Entity, names: readonly string[]): Field[] =>
  names.flatMap((name) => entity.fields.find((field) => field.name === name) ?? []);
