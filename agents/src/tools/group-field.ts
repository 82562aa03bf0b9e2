import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { relationOf } from '@clianta/crm-core/entity/relations';
import { PERIODS, type Period } from '@clianta/crm-core/entity/totals-period';
import { type Field, isDated } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { ToolContext } from '../tool.ts';
import { capitalize } from './format.ts';
import { partsFor } from './parts.ts';
import { ownFields, valuesInWords } from './present.ts';
import { dateOfRecord, fieldNamed } from './translate.ts';

const PER = new RegExp(`^(.+) (?:per|by) (${PERIODS.join('|')})$`);

/** What records are grouped by, as the core and as people know it. */
export interface GroupField {
  /** The name of the group in the core's totals. */
  key: string;
  by: string | { field: string; per: Period };
  label: string;
  per?: Period;
  /** The values in their own order, which a table keeps unless another was asked for. */
  order?: readonly string[];
  /** "None" for no value. */
  words(values: readonly unknown[]): string[] | Promise<string[]>;
}

/**
 * @param groupBy - a tool's field name, a field of the record that one refers to ("company.industry"), or a date field
 *   with a period: "closed per month"
 */
export async function groupField(context: ToolContext, entity: Entity, groupBy: string): Promise<GroupField> {
  if (groupBy === 'createdBy') return groupCreator(context);
  const [, name = groupBy, given] = PER.exec(groupBy) ?? [];
  const field = fieldNamed(entity, name) ?? dateOfRecord(name);
  if (field?.part) return groupPart(context, field, field.part);
  if (!field)
    return (
      groupThrough(context, entity, name) ??
      groupThrough(context, entity, `${entity.talk?.knownBy}.${name}`) ??
      groupOwn(context, entity, name)
    );
  const per = PERIODS.find((one) => one === given) ?? (isDated(field.kind) ? 'month' : undefined);
  if (per) {
    const by = { field: field.name, per };
    return { key: field.name, by, per, label: capitalize(per), words: (values) => values.map(periodInWords) };
  }
  return {
    key: field.name,
    by: field.name,
    label: field.label ?? field.name,
    words: (values) => valuesInWords(context, entity, field, values),
  };
}

/** Stages in the order of their pipelines; with its pipeline where another has one of that name. */
async function groupPart(
  context: ToolContext,
  field: Field,
  part: NonNullable<Field['part']>,
): Promise<GroupField> {
  const owner = context.crm.store.entity(part.of);
  const parts = await partsFor(context, part);
  const owners = await context.crm
    .records(owner)
    .getMany(context.scope, new Set(parts.map(({ ownerId }) => ownerId)));
  const nameOf = (id: unknown) => {
    const found = parts.find((one) => one.id === id);
    const isShared = parts.some(({ id: other, name }) => other !== id && name === found?.name);
    const record = found && owners.get(found.ownerId);
    return found ? `${found.name}${isShared && record ? ` (${titleOf(owner, record)})` : ''}` : 'None';
  };
  return {
    key: field.name,
    by: field.name,
    label: field.label ?? field.name,
    order: parts.map(({ id }) => id),
    words: (ids) => ids.map(nameOf),
  };
}

/** Who put the records in: a teammate, or Clianta itself, which made the demo company. */
async function groupCreator({ crm, scope }: ToolContext): Promise<GroupField> {
  const { team } = await crm.facts(scope.workspaceId);
  const nameOf = (id: unknown) => team.find((mate) => mate.id === id)?.name ?? 'Clianta';
  return { key: 'createdBy', by: 'createdBy', label: 'Creator', words: (ids) => ids.map(nameOf) };
}

/** "company.industry"; of what is known by its company, "industry" is that too. */
function groupThrough(context: ToolContext, entity: Entity, name: string): GroupField | undefined {
  const [first = '', second] = name.split('.');
  const link = second === undefined ? undefined : fieldNamed(entity, first);
  const other = link && relationOf(entity, link.name, context.crm.store.entities)?.entity;
  const field = other && fieldNamed(other, second ?? '');
  if (!link || !field) return undefined;
  const key = `${link.name}.${field.name}`;
  const label = `${link.label ?? link.name} ${(field.label ?? field.name).toLowerCase()}`;
  return { key, by: key, label, words: (values) => valuesInWords(context, other, field, values) };
}

/** A field that the workspace has added. */
async function groupOwn(context: ToolContext, entity: Entity, name: string): Promise<GroupField> {
  const own = (await ownFields(context, entity)).find((one) => name === `customFields.${one.key}`);
  if (!own) throw new InvalidError(`A ${entity.label.one} has no field “${name}” to group by.`);
  return {
    key: name,
    by: name,
    label: own.label,
    words: (values) => values.map((one) => String(one ?? 'None')),
  };
}

/** `2026-03` as "March 2026", `2026-Q1` as "Q1 2026". */
function periodInWords(key: unknown): string {
  if (key === null || key === undefined) return 'None';
  const text = String(key);
  if (/^\d{4}-\d{2}$/.test(text)) return DateTime.fromISO(text).toFormat('LLLL yyyy');
  const [year, part] = text.split('-');
  return part && /^[QW]/.test(part) ? `${part} ${year}` : text;
}
