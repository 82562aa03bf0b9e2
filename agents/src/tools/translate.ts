import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { parseDay, parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { currencyNamedBy } from '@clianta/crm-core/entity/money';
import { relationOf } from '@clianta/crm-core/entity/relations';
import { type Field, isDated } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { isTeammate } from '@clianta/crm-core/workspace/user/user.schema';
import { z } from 'zod';
import type { ToolContext } from '../tool.ts';
import { toolFieldName, toolFields } from './fields.ts';
import { toMinor } from './format.ts';
import { partIds } from './parts.ts';
import { ownFields } from './present.ts';
import { resolveOne, resolveUser } from './resolve.ts';

const SYSTEM_FIELDS: ReadonlyMap<string, string> = new Map([
  ['created', 'createdAt'],
  ['updated', 'updatedAt'],
  ['id', 'id'],
]);

/** The entity's field that a tool's field name, label or alias stands for. */
export function fieldNamed(entity: Entity, name: string): Field | undefined {
  const wanted = name.toLowerCase();
  const fields = toolFields(entity);
  return (
    fields.find((field) => field.name === name || toolFieldName(field) === name) ??
    fields.find(
      (field) =>
        field.label?.toLowerCase() === wanted ||
        field.aliases?.some((alias) => alias.toLowerCase() === wanted),
    )
  );
}

/** When a record was made or changed is no field of its entity. */
export function dateOfRecord(name: string): Field | undefined {
  if (name !== 'created' && name !== 'updated') return undefined;
  const label = name === 'created' ? 'Created' : 'Updated';
  return { name: `${name}At`, label, kind: 'date', isRequired: true, type: z.date() };
}

/**
 * A tool's value as the record stores it: names become ids, whole units minor units, percent a share, text dates.
 *
 * @throws AskBack when a name means several records
 */
async function storedValue(
  context: ToolContext,
  field: Field,
  value: unknown,
  argument: string,
  currency = context.currency,
): Promise<unknown> {
  if (value === null || value === undefined) return value;
  if (hasPart(field)) return (await partIds(context, field, [String(value)]))[0];
  if (isTeammate(field)) return (await resolveUser(context, String(value), argument)).id;
  if (field.ref && Array.isArray(value))
    return Promise.all(value.map((one) => storedValue(context, field, one, argument)));
  if (field.ref)
    return (await resolveOne(context, context.crm.store.entity(field.ref), String(value), argument)).id;
  if (field.format === 'money') return toMinor(Number(value), currency);
  if (field.format === 'percent') return Number(value) / 100;
  if (isDated(field.kind)) {
    const at = field.kind === 'day' ? parseDay(value, context) : parseInstant(value, context);
    if (!at)
      throw new InvalidError(
        `“${String(value)}” is not a date I understand. Try 2026-03-31 or “next Friday”.`,
      );
    return at;
  }
  if (field.kind === 'enum') {
    const options = field.options ?? [];
    const found = options.find(
      (option) => option.toLowerCase() === String(value).toLowerCase().replace(/[\s-]/g, '_'),
    );
    if (!found)
      throw new InvalidError(`${field.label} can be ${options.join(', ')}; not “${String(value)}”.`);
    return found;
  }
  return value;
}

const hasPart = (field: Field): field is Field & { part: NonNullable<Field['part']> } =>
  field.part !== undefined;

/** The other records that a condition is about: those a field refers to, when it asks about them, or those of this one. */
function relationNamed(context: ToolContext, entity: Entity, given: Condition) {
  const name = fieldNamed(entity, given.field)?.name ?? given.field;
  const relation = relationOf(entity, name, context.crm.store.entities);
  return relation && (relation.isMany || given.where) ? { entity: relation.entity, name } : undefined;
}

async function condition(
  context: ToolContext,
  entity: Entity,
  given: Condition,
  path: string,
  beside: readonly Condition[],
): Promise<Condition> {
  const relation = relationNamed(context, entity, given);
  if (relation) {
    const where = given.where?.map((one, index) =>
      condition(context, relation.entity, one, `${path}.where.${index}`, given.where ?? []),
    );
    return { ...given, field: relation.name, ...(where && { where: await Promise.all(where) }) };
  }
  if (given.field === 'createdBy') return creatorCondition(context, given, `${path}.value`);
  const system = SYSTEM_FIELDS.get(given.field);
  if (system) return { ...given, field: system };
  const field = fieldNamed(entity, given.field);
  if (!field) return given; // custom fields, and the refusal of unknown ones, are the filter's own business
  const isText = given.op === 'contains' || given.op === 'starts_with';
  if (given.op === 'is_empty' || given.op === 'is_set') return { field: field.name, op: given.op };
  if (hasPart(field)) return partCondition(context, field, given);
  if (isText && !field.ref) return { field: field.name, op: given.op, value: given.value };
  const op = isText ? 'eq' : given.op;
  const isDateOp = isDated(field.kind);
  const convert = (value: unknown) =>
    isDateOp ? value : storedValue(context, field, value, `${path}.value`, currencyNamedBy(beside));
  const value = Array.isArray(given.value)
    ? await Promise.all(given.value.map(convert))
    : await convert(given.value);
  return { field: field.name, op, value };
}

/** Who put the record in, by name. */
async function creatorCondition(
  context: ToolContext,
  given: Condition,
  argument: string,
): Promise<Condition> {
  const idOf = async (name: unknown) => (await resolveUser(context, String(name), argument)).id;
  if (given.value === undefined) return given;
  const value = Array.isArray(given.value)
    ? await Promise.all(given.value.map(idOf))
    : await idOf(given.value);
  return { ...given, value };
}

/** Several records have a part of that name; the name means all of them. */
async function partCondition(
  context: ToolContext,
  field: Field & { part: NonNullable<Field['part']> },
  given: Condition,
): Promise<Condition> {
  const names = (Array.isArray(given.value) ? given.value : [given.value]).map(String);
  const isOut = given.op === 'ne' || given.op === 'not_in';
  return { field: field.name, op: isOut ? 'not_in' : 'in', value: await partIds(context, field, names) };
}

export interface ToolFilter {
  where?: Condition[] | undefined;
  anyOf?: Condition[][] | undefined;
  text?: string | undefined;
}

export async function storedFilter(context: ToolContext, entity: Entity, given: ToolFilter): Promise<Filter> {
  const where = await Promise.all(
    (given.where ?? []).map((one, index) =>
      condition(context, entity, one, `where.${index}`, given.where ?? []),
    ),
  );
  const anyOf = await Promise.all(
    (given.anyOf ?? []).map((group, index) =>
      Promise.all(
        group.map((one, inner) =>
          condition(context, entity, one, `anyOf.${index}.${inner}`, [...(given.where ?? []), ...group]),
        ),
      ),
    ),
  );
  return { where, ...(anyOf.length > 0 && { anyOf }), ...(given.text && { search: given.text }) };
}

export function hasFilter(given: ToolFilter): boolean {
  return Boolean(given.where?.length || given.anyOf?.length || given.text);
}

/** What a tool sets, as the record stores it. */
export async function storedValues(
  context: ToolContext,
  entity: Entity,
  given: Record<string, unknown>,
  path = '',
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const currency = typeof given.currency === 'string' ? given.currency : context.currency;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (name === 'customFields') {
      values.customFields = await ownValues(context, entity, value as Record<string, unknown>);
      continue;
    }
    const field = fieldNamed(entity, name);
    if (!field) throw new InvalidError(`A ${entity.label.one} has no field “${name}”.`);
    values[field.name] = await storedValue(context, field, value, path ? `${path}.${name}` : name, currency);
  }
  return values;
}

/** Values of the workspace's own fields: a day may be said in as many ways as a date. */
async function ownValues(
  context: ToolContext,
  entity: Entity,
  given: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const days = new Set(
    (await ownFields(context, entity)).filter(({ type }) => type === 'date').map(({ key }) => key),
  );
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      days.has(key) ? (parseDay(value, context) ?? value) : value,
    ]),
  );
}

/** A tool's sort as the record's field. */
export function storedSort(entity: Entity, sort: string | undefined): string | undefined {
  if (!sort) return undefined;
  const descending = sort.startsWith('-');
  const name = sort.replace(/^-/, '');
  const field = SYSTEM_FIELDS.get(name) ?? fieldNamed(entity, name)?.name ?? name;
  return descending ? `-${field}` : field;
}
