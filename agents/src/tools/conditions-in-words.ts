import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { type Relation, relationOf } from '@clianta/crm-core/entity/relations';
import { isDated } from '@clianta/crm-core/entity/zod-fields';
import { lookup } from '../lookup.ts';
import type { ToolContext } from '../tool.ts';
import { formatDay, listed } from './format.ts';
import { valuesInWords } from './present.ts';
import { dateOfRecord } from './translate.ts';

const OPS: Readonly<Record<Condition['op'], string>> = lookup({
  eq: '',
  ne: 'not ',
  in: '',
  not_in: 'not ',
  gt: 'over ',
  gte: 'from ',
  lt: 'under ',
  lte: 'up to ',
  contains: 'with ',
  starts_with: 'beginning with ',
  is_empty: 'none',
  is_set: 'any',
});
const DATE_OPS: Readonly<Partial<Record<Condition['op'], string>>> = lookup({
  gt: 'after ',
  gte: 'from ',
  lt: 'before ',
  lte: 'until ',
});
const COUNTS: Readonly<Partial<Record<Condition['op'], string>>> = lookup({
  gt: 'more than',
  gte: 'at least',
  lt: 'fewer than',
  lte: 'at most',
  eq: 'exactly',
  ne: 'not exactly',
});

/**
 * What a list is of beyond its name, where a reading could be another than was meant: words that were searched for, and
 * what was asked of other records. " matching “software”, with more than 3 deals (status Open)".
 */
export async function beyondTheName(context: ToolContext, entity: Entity, filter: Filter): Promise<string> {
  const related = await Promise.all((filter.where ?? []).map((one) => relatedInWords(context, entity, one)));
  const either = await Promise.all(
    (filter.anyOf ?? []).map(async ([one, ...more]) =>
      one && more.length === 0 ? relatedInWords(context, entity, one) : '',
    ),
  );
  const parts = [
    ...(filter.search ? [`matching “${filter.search}”`] : []),
    ...related.filter(Boolean),
    ...(either.some(Boolean) ? [either.filter(Boolean).join(' or ')] : []),
  ];
  return parts.length > 0 ? ` ${parts.join(' and ')}` : '';
}

/** All that a filter asks, for people: "owner Lena Fox, country Norway". Empty when it asks nothing. */
export async function conditionsInWords(
  context: ToolContext,
  entity: Entity,
  { where = [], anyOf = [], search }: Filter,
): Promise<string> {
  const inWords = (all: readonly Condition[]) =>
    Promise.all(all.map((one) => conditionInWords(context, entity, one))).then(listed);
  const either = await Promise.all(anyOf.map(inWords));
  return [
    ...(await Promise.all(where.map((one) => conditionInWords(context, entity, one)))),
    ...(either.length > 0 ? [either.join(' or ')] : []),
    ...(search ? [`matching “${search}”`] : []),
  ].join(', ');
}

async function relatedInWords(context: ToolContext, entity: Entity, condition: Condition): Promise<string> {
  const relation = relationOf(entity, condition.field, context.crm.store.entities);
  if (!relation || (!relation.isMany && !condition.where)) return '';
  const inner = await Promise.all(
    (condition.where ?? []).map((one) => conditionInWords(context, relation.entity, one)),
  );
  const such = inner.filter(Boolean).length > 0 ? ` (${listed(inner.filter(Boolean))})` : '';
  return `${headOf(relation, condition)}${such}`;
}

function headOf({ entity, isMany }: Relation, { op, value }: Condition): string {
  const { one, many } = entity.label;
  if (!isMany) return op === 'is_empty' ? `without such a ${one}` : `with a ${one}`;
  if (op === 'is_empty') return `without ${many}`;
  if (op === 'is_set') return `with ${many}`;
  return `with ${COUNTS[op]} ${value} ${value === 1 ? one : many}`;
}

async function conditionInWords(context: ToolContext, entity: Entity, condition: Condition): Promise<string> {
  const nested = await relatedInWords(context, entity, condition);
  if (nested) return nested;
  const field =
    entity.fields.find((one) => one.name === condition.field) ??
    dateOfRecord(condition.field.replace(/At$/, ''));
  const own = condition.field.replace('customFields.', '');
  const label = (field?.label ?? own).toLowerCase();
  if (condition.op === 'is_empty') return `without ${label}`;
  if (condition.op === 'is_set') return `with ${label}`;
  const given = Array.isArray(condition.value) ? condition.value : [condition.value];
  const asDay = (value: unknown) => {
    const at = isDated(field?.kind) ? parseInstant(value, context) : undefined;
    return at ? formatDay(at, context) : String(value);
  };
  const values =
    field && !isDated(field.kind) ? await valuesInWords(context, entity, field, given) : given.map(asDay);
  const op = (isDated(field?.kind) && DATE_OPS[condition.op]) || OPS[condition.op];
  return `${label} ${op}${[...new Set(values)].join(' or ')}`;
}
