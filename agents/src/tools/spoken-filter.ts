import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { currencyNamedBy, minorDigits } from '@clianta/crm-core/entity/money';
import { relationOf } from '@clianta/crm-core/entity/relations';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { toolFieldName } from './fields.ts';
import type { ToolFilter } from './translate.ts';

/** What stored values are turned by. */
interface Terms {
  entities: ReadonlyMap<string, Entity>;
  /** Of the workspace, ISO 4217. */
  currency: string;
}

/** A filter of stored values in the terms of tools, the other way round than `storedFilter`: whole units, percent. */
export function spokenFilter(terms: Terms, entity: Entity, { where, anyOf, search }: Filter): ToolFilter {
  const said = (all: readonly Condition[]) => all.map((one) => spokenCondition(terms, entity, one, all));
  return {
    ...(where && { where: said(where) }),
    ...(anyOf && { anyOf: anyOf.map(said) }),
    ...(search && { text: search }),
  };
}

/** What is set, in the terms of tools. */
export function spokenValues(
  { currency }: Terms,
  entity: Entity,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const own = typeof values.currency === 'string' ? values.currency : currency;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = entity.fields.find((one) => one.name === name);
      return field ? [toolFieldName(field), spokenValue(field, value, own)] : [name, value];
    }),
  );
}

function spokenCondition(
  terms: Terms,
  entity: Entity,
  condition: Condition,
  beside: readonly Condition[],
): Condition {
  const { where, value } = condition;
  const relation = relationOf(entity, condition.field, terms.entities);
  if (relation && (relation.isMany || where)) {
    if (!where) return condition;
    return {
      ...condition,
      where: where.map((one) => spokenCondition(terms, relation.entity, one, where)),
    };
  }
  const field = entity.fields.find(({ name }) => name === condition.field);
  if (!field || value === undefined) return condition;
  const currency = currencyNamedBy(beside) ?? terms.currency;
  const spoken = Array.isArray(value)
    ? value.map((one) => spokenValue(field, one, currency))
    : spokenValue(field, value, currency);
  return { ...condition, value: spoken };
}

function spokenValue({ format }: Field, value: unknown, currency: string): unknown {
  if (typeof value !== 'number') return value;
  if (format === 'money') return value / 10 ** minorDigits(currency);
  return format === 'percent' ? value * 100 : value;
}
