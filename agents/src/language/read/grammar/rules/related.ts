import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { type EntityName, kindOf } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt } from '../../../recognise/unit.ts';
import { add, addEither, fieldAt, type Head, linkTo, negate, type Reader, type Rule } from '../selection.ts';
import { amountAt, leadAt, SKIPPED } from './related-lead.ts';

/** Words between a lead and its noun, such as "overdue" or "late-stage". */
const MOST_BEFORE = 6;

/** "companies without open deals", "contacts at companies in Berlin", "with more than 3 contacts": other records. */
export const related: Rule = (reader, at) => {
  const lead = leadAt(reader, at);
  if (!lead) return 0;
  const amount = lead.kind === 'has' ? amountAt(reader.clause, at + lead.length) : undefined;
  const from = at + lead.length + (amount?.length ?? 0);
  const head = headAfter(reader, from, lead.kind === 'whose');
  const link = head && linkBetween(reader.clause, reader.selection.entity, head.entity);
  if (!head || !link || (lead.kind === 'whose' && link.isMany)) return 0;
  const nested = reader.nested(from, head);
  if (!nested || nested.selection.record) return 0;
  const { where, anyOf, needsPrevious } = nested.selection;
  // whether there is one at all is a plain field: "deals without a contact"
  if (!link.isMany && where.length === 0 && anyOf.length === 0) return 0;
  // "with more than 100 people" is a number of the record itself
  if (amount && (!link.isMany || fieldAt(reader, head.at)?.field.kind === 'number')) return 0;
  const op = lead.kind === 'lacks' ? 'is_empty' : 'is_set';
  const such = (conditions: Condition[]): Condition => ({
    field: link.field,
    ...(amount ? { op: amount.op, value: amount.value } : { op }),
    ...(conditions.length > 0 && { where: conditions }),
  });
  if (anyOf.length === 0) add(reader, such(where));
  else if (amount) return 0;
  else
    addEach(
      reader,
      anyOf.map((group) => such([...where, ...group])),
      op === 'is_set',
    );
  if (needsPrevious) reader.selection.needsPrevious = true;
  return nested.end - at;
};

/** To have one of this or that is to have one of this, or one of that; to have none is to have none of either. */
function addEach(reader: Reader, conditions: Condition[], isAny: boolean): void {
  const isOne = isAny !== reader.isNegated;
  if (reader.isNegated) for (const one of conditions) Object.assign(one, negate(one));
  reader.isNegated = false;
  if (isOne)
    addEither(
      reader.selection,
      conditions.map((one) => [one]),
    );
  else reader.selection.where.push(...conditions);
}

/** The noun of the other records, with what stands before it still to be read. */
function headAfter(reader: Reader, from: number, isOne: boolean): Head | undefined {
  const { clause } = reader;
  for (let at = from; at < Math.min(from + MOST_BEFORE, reader.to); at++) {
    const match = sensesAt(clause, at, 'entity').find(
      ({ sense }) => sense.entity !== reader.selection.entity && kindOf(sense.entity).isNamed,
    );
    const status = match ? undefined : statusNoun(clause, at, from);
    if (match || status) {
      const length = match?.length ?? 1;
      const next = clause.units[at + length];
      const before = normAt(clause.units, at - 1);
      // "for company Northwind", "Northwind's", "at the company" name one record
      if (next?.kind === 'name' || next?.kind === 'possessive') return undefined;
      const isPlural = match?.sense.isPlural ?? true;
      if (!isOne && !isPlural && /^(the|this|that|his|her|its|their)$/.test(before)) return undefined;
      return { entity: match?.sense.entity ?? 'company', isPlural, at, length };
    }
    if (/^(and|or|,|that|who|which|whose|with|without|sorted|by)$/.test(normAt(clause.units, at)))
      return undefined;
  }
  return undefined;
}

/** "at prospects": companies of that status. */
function statusNoun(clause: Clause, at: number, from: number): boolean {
  return (
    at - from <= phraseAt(clause.units, from, SKIPPED) &&
    /s$/.test(normAt(clause.units, at)) &&
    sensesAt(clause, at, 'option').some(
      ({ sense }) => sense.field.entity === 'company' && sense.field.name === 'status',
    )
  );
}

/** By which name a filter of one kind of record asks about another. */
export function linkBetween(
  clause: Clause,
  entity: EntityName,
  other: EntityName,
): { field: string; isMany: boolean } | undefined {
  if (entity === other) return undefined;
  const own = linkTo(clause, entity, other);
  if (own) return { field: own.name, isMany: false };
  return linkTo(clause, other, entity) && { field: kindOf(other).entity.label.many, isMany: true };
}
