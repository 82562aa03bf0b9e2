import type { EntityName } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { readValue, type ValueContext } from './read-value.ts';

export interface Assignments {
  set: Record<string, unknown>;
  /** Where reading stopped. */
  end: number;
  needsPrevious: boolean;
}

const TO = `to|=|:|as|is|is now|into|should be|becomes|to be|->|at|of|with|needs to be|has changed to|
  changed to|was|will be|-|on|by|are|now`;
const ARTICLES = 'the|a|an|her|his|its|their|new|set|change|update|also|with|add|my';

/** The settable field that an entity has at a place. */
export function settableAt(
  reader: ValueContext,
  entity: EntityName,
  at: number,
): { field: FieldInfo; length: number } | undefined {
  for (const match of sensesAt(reader.clause, at, 'field')) {
    if (match.sense.field.entity === entity && !match.sense.field.isReadOnly)
      return { field: match.sense.field, length: match.length };
  }
  // "close 30 April": the verb with a date is the date
  const isClose = entity === 'opportunity' && normAt(reader.clause.units, at) === 'close';
  const lead = isClose ? phraseAt(reader.clause.units, at + 1, 'on|by|in') : 0;
  const field = isClose && reader.clause.units[at + 1 + lead]?.time ? closeDate(reader) : undefined;
  return field && { field, length: 1 };
}

const closeDate = ({ clause }: ValueContext) =>
  clause.vocabulary.fields.find(({ entity, name }) => entity === 'opportunity' && name === 'expectedClose');

function skip(reader: ValueContext, at: number, words: string): number {
  let i = at;
  for (
    let length = phraseAt(reader.clause.units, i, words);
    length > 0;
    length = phraseAt(reader.clause.units, i, words)
  )
    i += length;
  return i;
}

/** Where a value must end: before ", title" or "and the amount" of the next field. */
function valueEnd(reader: ValueContext, entity: EntityName, at: number, to: number): number {
  const { units } = reader.clause;
  for (let i = at + 1; i < to; i++) {
    const isBreak = /^(,|;|\n|and|&)$/.test(normAt(units, i));
    if (!isBreak) continue;
    let next = i + 1;
    if (normAt(units, next) === 'and') next++;
    next = skip(reader, next, ARTICLES);
    if (settableAt(reader, entity, next)) return i;
    if (normAt(units, i) === '\n') return i;
  }
  return to;
}

export function setField(set: Record<string, unknown>, field: FieldInfo, value: unknown): void {
  if (field.customKey)
    set.customFields = {
      ...(set.customFields as Record<string, unknown> | undefined),
      [field.customKey]: value,
    };
  else set[field.name] = value;
}

/** Reads "FIELD to VALUE and FIELD to VALUE ..." from a place on. Undefined when the first one has no value. */
export function assignmentsAt(
  reader: ValueContext,
  entity: EntityName,
  from: number,
  to: number,
): Assignments | undefined {
  const { units } = reader.clause;
  const set: Record<string, unknown> = {};
  let needsPrevious = false;
  let at = from;
  while (at < to) {
    let i = at;
    while (/^(,|;|\n|and|&|-|•|\*)$/.test(normAt(units, i)) && i < to) i++;
    i = skip(reader, i, ARTICLES);
    const found = settableAt(reader, entity, i);
    if (!found || i >= to) break;
    const start = skip(reader, i + found.length, TO);
    const end = valueEnd(reader, entity, start, to);
    const value = readValue(found.field, reader, start, end);
    if (!value) break;
    setField(set, found.field, value.value);
    needsPrevious ||= value.needsPrevious ?? false;
    at = start + value.length;
  }
  return at > from ? { set, end: at, needsPrevious } : undefined;
}
