import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { type EntityName, entityNames, entityTools } from '../../lexicon/entities.ts';
import { dateRangeAt } from '../date-condition.ts';
import { phraseAt } from '../phrases.ts';
import { add, addEither, fieldAt, type Head, linkTo, negate, type Reader, type Rule } from '../selection.ts';
import { type Clause, normAt, sensesAt } from '../unit.ts';
import { comparatorAt } from './compare.ts';

const LACKS = `without|without a|without an|without any|without the|with no|with zero|with not a single|have no|has no|having no|that have no|who have no|
  which have no|that has no|who has no|which has no|do not have|does not have|do not have any|does not have any|
  that do not have|who do not have|that do not have a|who do not have a|do not have a|does not have a|that lack|who lack|lacking|lack|no|
  with neither|have neither|has neither|that have neither|neither|nor|nor a|and no|have not got|are missing|is missing|missing|w / o|w / o any|w / o a|w / o an|with none of`;
const HAS = `with|that have|who have|which have|that has|who has|which has|having|have|has|had|that had|who had|which had|
  where we have|that we have|which we have|we have|that got|with any|with some|have got`;
/** Whose the records are: these lead to the records that they belong to, or that belong to them. */
const OF = `at|of|from|for|in|on|by|about|behind|with|belonging to|that belong to|linked to|related to|connected to|tied to|
  working at|working for|who work at|who work for|that work at|employed at|involved in|who are on|part of|regarding|attached to|to`;
const WHOSE = 'whose|where the|where their|where its|where|for which the|and whose';
/** "companies we won deals with", "where we lost a deal". */
const WE =
  'we|where we|that we|which we|who we|with whom we|with which we|we have|where we have|i|where i|that i';
const DEED = /^(won|lost|win|lose)$/;
const SKIPPED = 'a|an|any|some|the|our|their|all|all the|all of our|its|his|her|my|at all|ever';
const MANY = 'several|multiple|many|a few|two or more|more than one';
const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  single: 1,
};
/** Words between a lead and its noun, such as "overdue" or "late-stage". */
const MOST_BEFORE = 6;

/** "companies without open deals", "contacts at companies in Berlin", "with more than 3 contacts": other records. */
export const related: Rule = (reader, at) => {
  const activity = activities(reader, at);
  if (activity > 0) return activity;
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

interface Lead {
  kind: 'has' | 'lacks' | 'of' | 'whose';
  length: number;
}

function leadAt({ clause: { units } }: Reader, at: number): Lead | undefined {
  const lacks = phraseAt(units, at, LACKS);
  const has = phraseAt(units, at, HAS);
  // "with no more than two" and "with no fewer" are amounts
  if (lacks > 0 && lacks >= has && !/^(more|less|fewer)$/.test(normAt(units, at + lacks)))
    return { kind: 'lacks', length: lacks };
  if (has > 0) return { kind: 'has', length: has };
  const we = phraseAt(units, at, WE);
  if (we > 0 && DEED.test(normAt(units, at + we))) return { kind: 'has', length: we };
  const whose = phraseAt(units, at, WHOSE);
  if (whose > 0) return { kind: 'whose', length: whose };
  const of = phraseAt(units, at, OF);
  return of > 0 ? { kind: 'of', length: of } : undefined;
}

/** "more than 3", "at least two", "exactly one", "several". */
function amountAt(
  { units }: Clause,
  at: number,
): { op: Condition['op']; value: number; length: number } | undefined {
  const many = phraseAt(units, at, MANY);
  if (many > 0) return { op: 'gt', value: 1, length: many };
  const article = /^(a|the)$/.test(normAt(units, at)) && normAt(units, at + 1) === 'single' ? 1 : 0;
  const only = phraseAt(units, at, 'only|just') + article;
  const comparator = only > 0 ? undefined : comparatorAt(units, at);
  const start = at + (comparator?.length ?? only);
  const unit = units[start];
  const value = unit?.kind === 'number' ? unit.value : NUMBERS[unit?.norm ?? ''];
  if (value === undefined || !Number.isInteger(value)) return undefined;
  const more = phraseAt(units, start + 1, 'or more|plus|+|and more|or above');
  const less = phraseAt(units, start + 1, 'or fewer|or less');
  const op = comparator?.op ?? (more > 0 ? 'gte' : less > 0 ? 'lte' : 'eq');
  return { op, value, length: start + 1 + Math.max(more, less) - at };
}

/** The noun of the other records, with what stands before it still to be read. */
function headAfter(reader: Reader, from: number, isOne: boolean): Head | undefined {
  const { clause } = reader;
  for (let at = from; at < Math.min(from + MOST_BEFORE, reader.to); at++) {
    const match = sensesAt(clause, at, 'entity').find(
      ({ sense }) => sense.entity !== reader.selection.entity,
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
  return linkTo(clause, other, entity) && { field: entityTools[other].entity.label.many, isMany: true };
}

/** "contacts there", "tasks of those deals", "deals with them": what belongs to the records of the list before. */
export const pointed: Rule = (reader, at) => {
  const { clause, context, selection } = reader;
  const list = context.lastList;
  const entity = entityNames.find((name) => name === list?.entity);
  const length = pointerAt(reader, at, entity);
  const link = entity && linkBetween(clause, selection.entity, entity);
  if (length === 0 || !list || !link || list.anyOf?.length || list.text) return 0;
  const where = (list.where ?? []) as Condition[];
  add(reader, { field: link.field, op: 'is_set', ...(where.length > 0 && { where }) });
  return length;
};

/** A pronoun means the list only while that is what the conversation was about last. */
function pointerAt({ clause, context }: Reader, at: number, entity: EntityName | undefined): number {
  if (entity === undefined) return 0;
  const { units } = clause;
  const ids = context.lastList?.ids ?? [];
  const isMany = ids.length > 1 && context.focus[0]?.id === ids[0];
  const isExistential = /^(is|are|was|were|any|hey|hi)$/;
  if (normAt(units, at) === 'there')
    return isExistential.test(normAt(units, at - 1)) || isExistential.test(normAt(units, at + 1)) ? 0 : 1;
  if (normAt(units, at) === 'their') return isMany ? 1 : 0;
  const of = phraseAt(units, at, OF);
  const pointer =
    of > 0 ? phraseAt(units, at + of, 'those|these|them|all of those|all of these|all of them') : 0;
  if (pointer === 0) return 0;
  const noun = sensesAt(clause, at + of + pointer, 'entity').find(({ sense }) => sense.entity === entity);
  if (noun) return of + pointer + noun.length;
  return isMany ? of + pointer : 0;
}

const ACTIVITIES: Readonly<Record<string, string | undefined>> = {
  call: 'call',
  calls: 'call',
  meeting: 'meeting',
  meetings: 'meeting',
  email: 'email',
  emails: 'email',
  note: 'note',
  notes: 'note',
  activity: undefined,
  activities: undefined,
};

/** "with no calls in the last 30 days", "we had a meeting with last week": entries of the timeline, of a time. */
function activities(reader: Reader, at: number): number {
  const { units } = reader.clause;
  if (reader.selection.entity === 'task') return 0;
  const we = phraseAt(units, at, WE);
  const did = we > 0 ? phraseAt(units, at + we, 'had|have had|have|logged') : 0;
  const lead: Lead | undefined = did > 0 ? { kind: 'has', length: we + did } : leadAt(reader, at);
  if (!lead || lead.kind === 'whose' || lead.kind === 'of') return 0;
  let i = at + lead.length;
  const amount = lead.kind === 'has' ? amountAt(reader.clause, i) : undefined;
  i += amount?.length ?? 0;
  i += phraseAt(units, i, SKIPPED);
  const noun = normAt(units, i);
  if (!(noun in ACTIVITIES)) return 0;
  i++;
  i += phraseAt(units, i, 'with|with us|logged|with them|at all');
  const range = dateRangeAt(units, i, 'at');
  // "no activity" is silence, and without a time "with notes" is the field
  if (lead.kind === 'lacks' && ACTIVITIES[noun] === undefined) return 0;
  if (!range && !amount && !/^(call|meeting)/.test(noun)) return 0;
  const type = ACTIVITIES[noun];
  const where: Condition[] = [
    ...(type ? [{ field: 'type', op: 'eq' as const, value: type }] : []),
    ...(range?.conditions ?? []),
  ];
  const op = lead.kind === 'lacks' ? 'is_empty' : 'is_set';
  add(reader, {
    field: 'activities',
    ...(amount ? { op: amount.op, value: amount.value } : { op }),
    ...(where.length > 0 && { where }),
  });
  return i + (range?.length ?? 0) - at;
}
