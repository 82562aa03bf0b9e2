import { type Entity, isSpoken, talkOf } from '@clianta/crm-core/entity/define-entity';
import { conditionSchema, FILTER_OPS } from '@clianta/crm-core/entity/filter.schema';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { entities } from '@clianta/crm-core/registry';
import { isTeammate } from '@clianta/crm-core/workspace/user/user.schema';
import { z } from 'zod';
import { slot } from '../slot.ts';

/** Rows that a list shows at most. */
export const MOST_ROWS = 200;

/**
 * Tools speak of fields as people do: `company` not `companyId`, `amount` in whole currency units not `amountMinor`,
 * `expectedClose` not `expectedCloseAt`, percent as 0 to 100.
 */
export function toolFieldName({ name, toolName }: Pick<Field, 'name' | 'toolName'>): string {
  return toolName ?? name.replace(/(Id|Minor|At)$/, '');
}

/** Fields that tools may read and filter by. */
export function toolFields(entity: Entity): Field[] {
  return entity.fields.filter((field) => !field.hidden && field.kind !== 'object' && field.kind !== 'record');
}

/** @param isAsked - a filter asks for one value, where a list is set as a whole */
function inputType(field: Field, isAsked = false): z.ZodType {
  const label = field.label ?? field.name;
  if (isTeammate(field))
    return slot({ kind: 'teammate' }, z.string().describe(`${label}: a teammate's name, or "me"`));
  if (field.ref) {
    const named = slot({ kind: 'record', entity: field.ref }, z.string().describe(`${label}: name or id`));
    return field.kind === 'array' && !isAsked ? z.array(named) : named;
  }
  if (field.format === 'money')
    return slot({ kind: 'money' }, z.number().describe(`${label} in whole currency units`));
  if (field.format === 'percent')
    return slot({ kind: 'percent' }, z.number().min(0).max(100).describe(`${label} in percent`));
  switch (field.kind) {
    case 'number':
      return z.number().describe(label);
    case 'boolean':
      return z.boolean().describe(label);
    case 'date':
      return slot(
        { kind: 'moment' },
        z.string().describe(`${label}: ISO 8601 in the user's time zone, or "today+2w"`),
      );
    case 'day':
      return slot({ kind: 'day' }, z.string().describe(`${label}: a day such as 2026-03-31, or "today+2w"`));
    case 'enum':
      return z.enum((field.options ?? ['']) as [string, ...string[]]).describe(label);
    case 'array':
      return z.array(z.string()).describe(label);
    default:
      return z.string().describe(label);
  }
}

/** The workspace's own fields by key; as JSON text for models that cannot declare an open object. */
const ownFields = z
  .union([z.record(z.string(), z.unknown()), z.string().transform(parseObject)])
  .describe("The workspace's own fields, by key");

function parseObject(text: string, context: z.RefinementCtx): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(safeJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'is not a JSON object' });
  return z.NEVER;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Derived from the entity: what a create tool takes. */
export function createShape(entity: Entity): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  for (const field of toolFields(entity)) {
    if (field.readOnly) continue;
    const type = inputType(field);
    shape[toolFieldName(field)] = field.isRequired ? type : type.optional();
  }
  if (entity.hasCustomFields) {
    shape.customFields = ownFields.optional();
  }
  return shape;
}

/** What a filter may ask of the entity's own fields, by their names in tools: dates by a stretch of time. */
export function whereShape(entity: Entity): Record<string, z.ZodType> {
  const typeOf = (field: Field) =>
    field.kind === 'date' || field.kind === 'day'
      ? slot({ kind: 'span' }, z.unknown())
      : inputType(field, true);
  return Object.fromEntries(
    toolFields(entity).map((field) => [toolFieldName(field), typeOf(field).optional()]),
  );
}

/** Derived from the entity: what an update tool sets; null clears. */
export function setShape(entity: Entity): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const field of toolFields(entity)) {
    if (!field.readOnly) shape[toolFieldName(field)] = inputType(field).nullable().optional();
  }
  if (entity.hasCustomFields) {
    shape.customFields = ownFields.optional();
  }
  return z.strictObject(shape);
}

const asked = { field: z.string(), value: z.unknown().optional() };
/**
 * Conditions as models are told of them. What is asked of other records is declared in one level and few words, and the
 * operators once for each agent: every call carries all of it.
 */
const short = z.looseObject({ ...asked, op: z.string() });
const condition = (op: z.ZodType<string>) =>
  z.object({ ...asked, op, where: z.array(short).optional() }).pipe(conditionSchema);
const group = z.array(z.array(short.pipe(conditionSchema)));

/** Derived from the entity: how tools choose records. Names stand for records; money is in whole units. */
export function filterShape(op: z.ZodType<string> = z.string()) {
  return {
    where: z.array(condition(op)).optional().describe('All hold; as in the search'),
    anyOf: group.optional().describe('And one of these groups holds'),
    text: z.string().optional().describe('Words of the name'),
  };
}

/** The names by which a filter asks about other records: those that refer to this one, and those it refers to. */
function relatedNames(entity: Entity): string[] {
  const spoken = entities.filter(isSpoken);
  const many = spoken.filter((other) => other.fields.some((field) => field.ref === entity.name));
  const one = toolFields(entity).filter((field) => spoken.some((other) => other.name === field.ref));
  return [...many.map((other) => other.label.many), ...one.map(toolFieldName)];
}

/** A list: filter, order, size. */
export function searchShape(entity: Entity) {
  const names = [...toolFields(entity).map(toolFieldName), 'created', 'updated', 'createdBy'];
  const custom = entity.hasCustomFields ? ', customFields.<key>' : '';
  const filter = filterShape(z.enum(FILTER_OPS));
  return {
    ...filter,
    // told once for each agent: the other tools take the same filter
    where: filter.where.describe(
      `All hold. Fields: ${names.join(', ')}${custom}. Dates: ISO 8601, "today", "now-30d". People and companies by name. Related records with conditions in \`where\`: ${relatedNames(entity).join(', ')}; is_set: has such, is_empty: has none, gt 2: more than 2.`,
    ),
    sort: z.string().optional().describe('A field; "-field" for descending; groups: count, sum, average'),
    limit: z.number().int().min(1).max(MOST_ROWS).optional().describe('Default 20'),
    page: z.number().int().min(1).max(500).optional(),
    columns: z
      .array(z.string())
      .max(12)
      .optional()
      .describe('Fields to show instead of the usual; "+field": besides'),
    countOnly: z.boolean().optional().describe('Only how many there are'),
    sumOf: z.string().optional().describe('A number field to total'),
    averageOf: z.string().optional().describe('A number field to average'),
    groupBy: z
      .string()
      .optional()
      .describe('Count and total per value: a field, "company.industry", "closed per month", "createdBy"'),
    chart: z.boolean().optional().describe('Drawn as a chart beside its table; needs groupBy'),
  };
}

/** How one record is named: "A contact: name, e-mail or id". */
export function oneOf(entity: Entity): z.ZodString {
  const labelOf = (name: string) =>
    entity.fields.find((field) => field.name === name)?.label?.toLowerCase() ?? name;
  const { title, knownBy } = talkOf(entity);
  const ways = [
    labelOf(title),
    ...(entity.unique ?? []).flatMap(([name, ...more]) => (name && more.length === 0 ? labelOf(name) : [])),
    ...(knownBy ? [`its ${labelOf(knownBy)}'s name`] : []),
  ];
  const article = /^[aeiou]/.test(entity.label.one) ? 'An' : 'A';
  return slot(
    { kind: 'record', entity: entity.name },
    z.string().describe(`${article} ${entity.label.one}: ${[...new Set(ways)].join(', ')} or id`),
  );
}

/** One record by name, and what was asked about it. */
export function oneShape(entity: Entity) {
  const fields = z.array(z.string()).max(8).optional().describe('Fields asked for: answered first');
  const equals = z
    .string()
    .optional()
    .describe('The value that the first field was asked for: answered with yes or no ("is Acme a customer")');
  return { [talkOf(entity).key]: oneOf(entity), fields, equals };
}
