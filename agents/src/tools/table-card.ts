import { type AnyRecord, type Entity, talkOf } from '@clianta/crm-core/entity/define-entity';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import type { TableCard } from '../reply.schema.ts';
import type { LastList, ToolContext } from '../tool.ts';
import { ownFields, show, showOwn, type Titles, titlesFor, type Values } from './present.ts';
import { dateOfRecord, fieldNamed } from './translate.ts';

interface Column {
  key: string;
  label: string;
  isNumber: boolean;
  show(record: Values, titles: Titles): string;
}

export interface TableOptions {
  title: string;
  count: number;
  total?: { label: string; value: string };
  /** Tools' names of the fields to show instead of the usual; they stay when they are empty. */
  only?: readonly string[] | undefined;
  /** Shown besides, because the question was about them. */
  also?: readonly string[] | undefined;
}

/** A list as a table; of the usual columns those that are empty throughout are left out. */
export async function tableCard(
  context: ToolContext,
  entity: Entity,
  records: readonly AnyRecord[],
  options: TableOptions,
): Promise<TableCard> {
  const values = records as unknown as readonly Values[];
  const titles = await titlesFor(context, entity, values);
  const named = (names: readonly string[]) =>
    Promise.all(names.map((name) => columnNamed(context, entity, name)));
  const talk = talkOf(entity);
  const usual = await named(talk.columns);
  const isShown = (column: Column, index: number) =>
    index === 0 || values.some((record) => column.show(record, titles) !== '');
  const asked = await named([
    ...(options.only ? [talk.title, ...options.only] : []),
    ...(options.also ?? []),
  ]);
  const all = [...(options.only ? [] : usual.filter(isShown)), ...asked];
  const columns = all.filter((column, at) => all.findIndex((one) => one.key === column.key) === at);
  return {
    type: 'table',
    title: options.title,
    columns: columns.map(({ key, label, isNumber }) => ({
      key,
      label,
      ...(isNumber && { align: 'right' as const }),
    })),
    rows: records.map((record) => ({
      entity: entity.name,
      id: record.id,
      cells: Object.fromEntries(
        columns.map((column) => [column.key, column.show(record as unknown as Values, titles)]),
      ),
    })),
    count: options.count,
    ...(options.total && { total: options.total }),
  };
}

/** @throws InvalidError when the entity has no such field */
async function columnNamed(context: ToolContext, entity: Entity, name: string): Promise<Column> {
  const field =
    entity.fields.find((one) => one.name === name) ?? fieldNamed(entity, name) ?? dateOfRecord(name);
  if (field) return columnOf(context, field);
  const own = (await ownFields(context, entity)).find((one) => name === `customFields.${one.key}`);
  if (!own) throw new InvalidError(`A ${entity.label.one} has no field “${name}” to show.`);
  return {
    key: name.replace('.', '_'),
    label: own.label,
    isNumber: own.type === 'number',
    show: (record) => showOwn(own, record, context),
  };
}

function columnOf(context: ToolContext, field: Field): Column {
  return {
    key: field.name,
    label: field.label ?? field.name,
    isNumber: field.kind === 'number' || field.format === 'money',
    show: (record, titles) => show(field, record, titles, context),
  };
}

/** What a table shows, for "the first one" and "tag those": these records in this order. */
export function listShown(entity: Entity, records: readonly AnyRecord[]): LastList {
  const ids = records.map(({ id }) => id);
  return { entity: entity.name, where: [{ field: 'id', op: 'in', value: ids }], ids };
}
