import type { LanguageContext, NameMatch } from '../../language-context.ts';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { type FieldInfo, optionNamed } from '../../recognise/lexicon/fields.ts';
import { nameValue, userValue } from '../../recognise/names/name-value.ts';
import { pronounKind, referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { actPoint, endPoint, iso } from '../../recognise/times/time-value.ts';
import { type Clause, normAt, sensesAt, textOf, type Unit } from '../../recognise/unit.ts';
import type { Introduced } from './selection.ts';

export interface ReadValue {
  value: unknown;
  length: number;
  needsPrevious?: boolean;
}

export interface ValueContext {
  clause: Clause;
  context: LanguageContext;
  introduced: readonly Introduced[];
}

const ARTICLES = new Set(['a', 'an', 'the', 'to', 'as', 'is', 'of', 'at', 'for', 'in', 'on', 'by', '=', ':']);
/** Before a value that need not be exact; the value is taken as it stands. */
const HEDGES =
  'something like|something around|about|around|roughly|approximately|approx|circa|ca|some|say|more like|maybe|probably';
/** Due dates without a time of day are the end of the working day. */
const DUE_HOUR = 17;

function skipArticles(units: readonly Unit[], at: number, to: number): number {
  let i = at;
  while (i < to) {
    const hedge = phraseAt(units, i, HEDGES);
    if (hedge === 0 && !ARTICLES.has(normAt(units, i))) break;
    i += hedge || 1;
  }
  return i;
}

/** Text as it was written, without quotes and closing punctuation. */
export function rawText(clause: Clause, from: number, to: number): string {
  let end = to;
  while (end > from && /^[.,;!?\n]$/.test(normAt(clause.units, end - 1))) end--;
  const only = end - from === 1 ? clause.units[from] : undefined;
  if (only?.kind === 'quote') return only.text.slice(1, -1).trim();
  return textOf(clause, from, end);
}

function readRef(field: FieldInfo, reader: ValueContext, at: number): ReadValue | undefined {
  const { clause, context } = reader;
  const unit = clause.units[at];
  if (!unit) return undefined;
  if (field.ref === 'user') {
    const user = userValue(unit);
    if (user) return { value: user, length: 1 };
    return unit.kind === 'name' ? { value: unit.text, length: 1 } : undefined;
  }
  if (field.ref === 'pipeline') {
    const named = sensesAt(clause, at, 'pipeline')[0];
    if (named) return { value: named.sense.id, length: named.length };
  }
  const kind = field.ref as NameMatch['entity'];
  const pronoun = pronounKind(unit.norm);
  if (pronoun && (kind === 'contact' || kind === 'company' || kind === 'opportunity')) {
    const found = referent(
      pronoun === 'many' ? 'thing' : pronoun,
      [kind as EntityName],
      context,
      reader.introduced,
    );
    return found && { value: found.value, length: 1, needsPrevious: found.isFromPrevious };
  }
  // "belongs to Mia": a teammate is no record
  if (
    field.ref !== 'user' &&
    userValue(unit) !== undefined &&
    !unit.matches?.some(({ entity }) => entity === kind)
  )
    return undefined;
  if (unit.kind === 'name' || unit.kind === 'email')
    return { value: nameValue(unit, [kind], context), length: 1 };
  return unit.kind === 'quote' ? { value: unit.text.slice(1, -1), length: 1 } : undefined;
}

/**
 * Reads the value of a field at a place, in the form that tools take it.
 *
 * @param to - where the value must end; text takes everything up to there
 */
export function readValue(
  field: FieldInfo,
  reader: ValueContext,
  from: number,
  to: number,
): ReadValue | undefined {
  const { clause } = reader;
  const at = skipArticles(clause.units, from, to);
  const unit = clause.units[at];
  if (at > from && field.kind === 'enum' && (!unit || at >= to)) {
    const graded = optionNamed(field, clause.units[at - 1]?.text ?? '');
    return graded ? { value: graded, length: at - from } : undefined;
  }
  if (!unit || at >= to) return undefined;
  const skipped = at - from;
  const found = (value: unknown, length = 1): ReadValue => ({ value, length: skipped + length });
  if (field.ref) {
    const ref = readRef(field, reader, at);
    return ref && { ...ref, length: ref.length + skipped };
  }
  if (field.name === 'stage' && field.entity === 'opportunity') {
    const stage = sensesAt(clause, at, 'stage')[0];
    return stage ? found(stage.sense.name, stage.length) : undefined;
  }
  switch (field.kind) {
    case 'number':
      return unit.value !== undefined && /^(number|money|percent)$/.test(unit.kind)
        ? found(unit.value)
        : undefined;
    case 'date': {
      if (unit.time?.kind !== 'span') return undefined;
      const point =
        field.entity === 'task'
          ? actPoint(unit.time, DUE_HOUR, true)
          : unit.time.hasTime
            ? unit.time.from
            : endPoint(unit.time);
      return found(iso(point));
    }
    case 'enum': {
      // grade "A" is not the article
      const letter = clause.units[at - 1];
      const graded = at > from && letter && optionNamed(field, letter.text);
      const isListed = /^(or|and|,)$/.test(unit.norm);
      if (graded && (letter?.isCapital || isListed)) return { value: graded, length: at - from };
      const option = sensesAt(clause, at, 'option').find(
        (match) => match.sense.field.name === field.name && match.sense.field.entity === field.entity,
      );
      if (option) return found(option.sense.value, option.length);
      const named = optionNamed(field, rawText(clause, at, to));
      return named ? found(named, to - at) : undefined;
    }
    case 'boolean':
      if (/^(yes|true|on|checked)$/.test(unit.norm)) return found(true);
      return /^(no|false|off|unchecked)$/.test(unit.norm) ? found(false) : undefined;
    case 'array':
      return found(listOf(clause, at, to), to - at);
    default:
      return readText(field, clause, at, to, found);
  }
}

function readText(
  field: FieldInfo,
  clause: Clause,
  at: number,
  to: number,
  found: (value: unknown, length?: number) => ReadValue,
): ReadValue | undefined {
  const unit = clause.units[at];
  if (field.format === 'email') return unit?.kind === 'email' ? found(unit.text) : undefined;
  if (field.format === 'url') return unit?.kind === 'url' ? found(unit.text) : undefined;
  if (field.format === 'phone') {
    let end = at;
    while (end < to && /^(phone|number)$/.test(clause.units[end]?.kind ?? '')) end++;
    return end > at ? found(textOf(clause, at, end), end - at) : undefined;
  }
  if (field.name === 'currency') return { value: unit?.text.toUpperCase(), length: 1 };
  const isProse = field.format === 'longtext' || field.name === 'nextStep';
  const end = isProse ? to : sentenceEnd(clause, at, to);
  let last = end;
  while (!isProse && last > at + 1 && ASIDE.test(normAt(clause.units, last - 1))) last--;
  const text = rawText(clause, at, last);
  return text ? found(text, end - at) : undefined;
}

/** "her title is CFO now": said of the change, and no part of the value. */
const ASIDE = /^(now|too|please|instead|then)$/;

/** "SVP Operations, and she moved to Hamburg": where a title or a name ends and somebody is spoken of again. */
function sentenceEnd(clause: Clause, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    const joint = phraseAt(clause.units, at, ', and|and|,|;|.|but|, but');
    if (joint > 0 && /^(he|she|they|it|we|i)$/.test(normAt(clause.units, at + joint))) return at;
  }
  return to;
}

/** "VIP, key account and west" as a list. */
export function listOf(clause: Clause, from: number, to: number): string[] {
  const items: string[] = [];
  let start = from;
  for (let at = from; at <= to; at++) {
    const isEnd = at === to || normAt(clause.units, at) === ',' || normAt(clause.units, at) === 'and';
    if (!isEnd) continue;
    const text = rawText(clause, start, at);
    if (text) items.push(text);
    start = at + 1;
  }
  return items;
}
