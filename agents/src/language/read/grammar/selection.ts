import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { lookup } from '../../../lookup.ts';
import type { LanguageContext, NameMatch } from '../../language-context.ts';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { type Clause, sensesAt } from '../../recognise/unit.ts';

/** One record that the text names or points at. */
export interface RecordRef {
  /** What the tool is given: an id where there is no doubt, else the name as written. */
  value: string;
  title: string;
  entity: EntityName;
  /** The record is made or found by an earlier command of the same message. */
  isFromPrevious: boolean;
}

/** What a noun phrase chooses: records by filter, or one record. */
export interface Selection {
  entity: EntityName;
  /** The noun was written, not assumed. */
  hasNoun: boolean;
  isPlural: boolean;
  /** "all", "every", "each". */
  hasAll: boolean;
  hasDefinite: boolean;
  record?: RecordRef;
  where: Condition[];
  anyOf: Condition[][];
  text?: string;
  sort?: string;
  limit?: number;
  isCount: boolean;
  sumOf?: string;
  averageOf?: string;
  /** A field, or a date field with its period: "closed per month". */
  groupBy?: string;
  /** Fields to show instead of the usual. */
  columns?: string[];
  /** To be drawn, not told. */
  isChart?: boolean;
  /** Places of units that no rule could read. */
  leftovers: number[];
  needsPrevious: boolean;
}

/** The noun of a phrase, and where it stands. */
export interface Head {
  entity: EntityName;
  isPlural: boolean;
  at: number;
  length: number;
  /** A preposition makes it part of something else: "who at our customers". */
  isBehind?: boolean;
}

/** Reads a noun phrase left to right; rules add what they understand. */
export interface Reader {
  clause: Clause;
  context: LanguageContext;
  selection: Selection;
  from: number;
  to: number;
  /** The next conditions are meant the other way round. */
  isNegated: boolean;
  /** That nobody was in touch was read without a time, which may still follow. */
  silence?: OpenSilence;
  /** The time of a silence that is still to be read, and its place. */
  silentSince?: { before: string; at: number };
  /** A deed whose time is still to be read: the field of that time, and the place of a deed that needs one. */
  claim?: { field: string; at: number | undefined };
  /** What earlier commands of the message are about, newest first. */
  introduced: readonly Introduced[];
  /**
   * Reads the phrase of other records within this one, as far as it goes.
   *
   * @returns undefined when something before its noun cannot be read
   */
  nested(from: number, head: Head): { selection: Selection; end: number } | undefined;
}

/** What one silence has added, to be taken back when its time is said later. */
export interface OpenSilence {
  where?: Condition;
  anyOf: Condition[][];
  isNegated: boolean;
}

/** A record that an earlier command of the message makes or finds. */
export interface Introduced {
  entity: EntityName;
  name: string;
  /** Of a record that is there already, and clearly this one. */
  id?: string;
  /** It is made by the order before: then "it" is this one. */
  isNew?: boolean;
}

/** Takes units from a place; 0 when it does not apply. */
export type Rule = (reader: Reader, at: number) => number;

const OPPOSITE: Readonly<Record<Condition['op'], Condition['op']>> = lookup({
  eq: 'ne',
  ne: 'eq',
  in: 'not_in',
  not_in: 'in',
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
  contains: 'ne',
  starts_with: 'ne',
  is_empty: 'is_set',
  is_set: 'is_empty',
});

export function negate(condition: Condition): Condition {
  return { ...condition, op: OPPOSITE[condition.op] };
}

/** Adds conditions that all hold; negated, at least one of them must not. */
export function add(reader: Reader, ...conditions: Condition[]): void {
  if (!reader.isNegated) reader.selection.where.push(...conditions);
  else if (conditions.length === 1) reader.selection.where.push(...conditions.map(negate));
  else
    addEither(
      reader.selection,
      conditions.map((condition) => [negate(condition)]),
    );
  reader.isNegated = false;
}

/** Adds "at least one of these groups holds"; tools take one such list, so two are multiplied out. */
export function addEither(selection: Selection, groups: Condition[][]): void {
  selection.anyOf =
    selection.anyOf.length === 0
      ? groups
      : selection.anyOf.flatMap((before) => groups.map((group) => [...before, ...group])).slice(0, 10);
}

export function isEmptyFilter(selection: Selection): boolean {
  return selection.where.length === 0 && selection.anyOf.length === 0 && !selection.text;
}

/** The field of the reader's entity that is named at a place, the longest name first. */
export function fieldAt(
  reader: Pick<Reader, 'clause' | 'selection'>,
  at: number,
): { field: FieldInfo; length: number } | undefined {
  const found = sensesAt(reader.clause, at, 'field').find(
    (match) => match.sense.field.entity === reader.selection.entity,
  );
  return found && { field: found.sense.field, length: found.length };
}

/** The field of an entity that points at records of another. */
export function linkTo(
  clause: Clause,
  entity: EntityName,
  target: NameMatch['entity'],
): FieldInfo | undefined {
  return clause.vocabulary.fields.find((field) => field.entity === entity && field.ref === target);
}
