import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { LanguageContext } from '../../language-context.ts';
import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { plural } from '../../recognise/lexicon/fields.ts';
import { EXCEPT, phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt } from '../../recognise/unit.ts';
import { Alternatives } from './alternatives.ts';
import { readNested } from './nested-phrase.ts';
import { isGlue, readOne } from './read-rules.ts';
import { addEither, type Head, type Introduced, negate, type Reader, type Selection } from './selection.ts';

/** Words that may stand between a preposition and the noun that it leads to. */
const BEFORE_NOUN =
  /^(our|the|my|all|any|some|their|its|his|her|a|an|new|existing|other|several|many|most|more)$/;
const PEOPLE =
  /^(who|whom|anyone|anybody|someone|somebody|nobody|people|everyone|everybody|ceos?|ctos?|cfos?|coos?|vps?|directors?|founders?|heads?)$/;

/** The word that leads to a noun, past what describes it: "at" of "at our biggest customers". */
function leadOf(clause: Clause, from: number, at: number): string {
  let place = at - 1;
  while (
    place >= from &&
    (BEFORE_NOUN.test(normAt(clause.units, place)) ||
      sensesAt(clause, place, 'option').length > 0 ||
      sensesAt(clause, place, 'stage').length > 0)
  )
    place--;
  return place < from ? '' : normAt(clause.units, place);
}

/** The noun of a phrase: the first noun of a record that no preposition makes part of something else. */
export function headNoun(clause: Clause, from: number, to: number): Head | undefined {
  let fallback: Head | undefined;
  for (let at = from; at < to; at++) {
    const match = sensesAt(clause, at, 'entity')[0];
    if (!match || clause.units[at]?.kind !== 'word') continue;
    const found = { entity: match.sense.entity, isPlural: match.sense.isPlural, at, length: match.length };
    const isBehind =
      at > from &&
      (/^(a|an|their|its|his|her)$/.test(normAt(clause.units, at - 1)) ||
        /^(without|no|missing|at|from|with|over|than|per|by|number|least|most|under|above|below|for|in)$/.test(
          leadOf(clause, from, at),
        ));
    const isCounted =
      clause.units[at - 1]?.kind === 'number' &&
      /^(than|over|under|above|below|least|most|and|about)$/.test(clause.units[at - 2]?.norm ?? '');
    if (!isBehind && !isCounted) return found;
    fallback ??= { ...found, isBehind: true };
    at += match.length - 1;
  }
  // "who at our customers": people, not the customers
  const isWho =
    fallback !== undefined && clause.units.slice(from, fallback.at).some((unit) => PEOPLE.test(unit.norm));
  return isWho ? undefined : fallback;
}

/** Nothing read yet of records of a kind. */
export function emptySelection(entity: EntityName, head?: Head): Selection {
  return {
    entity,
    hasNoun: head !== undefined,
    isPlural: head?.isPlural ?? false,
    hasAll: false,
    hasDefinite: false,
    where: [],
    anyOf: [],
    isCount: false,
    leftovers: [],
    needsPrevious: false,
  };
}

/**
 * Reads a noun phrase with its filters.
 *
 * @param assumed - the kind of record when the text does not name one
 * @param given.where - what is known of the records before the phrase is read: it decides what a time in it means
 * @param given.timeOf - the field that a time in the phrase is of
 * @param given.isForced - `assumed` is what they are, and nouns of other kinds say of which sort
 * @param given.isKnown - `assumed` is what the records are, whatever others the phrase names
 */
export function parseSelection(
  clause: Clause,
  from: number,
  to: number,
  context: LanguageContext,
  assumed: EntityName,
  introduced: readonly Introduced[],
  given: {
    where: Condition[];
    isKnown?: boolean;
    isForced?: boolean;
    timeOf?: string | undefined;
  } = { where: [] },
): Selection {
  const found = headNoun(clause, from, to);
  const head = given.isForced || (given.isKnown && found?.isBehind) ? undefined : found;
  const readAs = (own: Head | undefined) => {
    const selection = { ...emptySelection(own?.entity ?? assumed, own), where: [...given.where] };
    const reader = readerOf({ clause, context, selection, from, to, isNegated: false, introduced });
    if (given.timeOf) reader.claim = { field: given.timeOf, at: undefined };
    readAll(reader, from, own);
    return selection;
  };
  const selection = readAs(head);
  const other = head?.isPlural && selection.leftovers.length > 0 ? otherKind(clause, head) : undefined;
  const better = head && other && readAs({ ...head, entity: other.entity });
  if (other && better && better.leftovers.length < selection.leftovers.length) {
    if (!saysOf(better, other.field))
      better.where.unshift({ field: other.field, op: 'eq', value: other.value });
    return better;
  }
  addImplied(clause, selection, head);
  for (const noun of nounsSaidOf(clause, selection, from, to)) addImplied(clause, selection, noun);
  addAsker(clause, selection, from, to);
  return selection;
}

/** "people at Acme who are leads": the nouns that say what the records are. */
function nounsSaidOf(clause: Clause, { entity }: Selection, from: number, to: number): Head[] {
  const nouns: Head[] = [];
  for (let at = from + 1; at < to; at++) {
    const [found] = /^(are|is|were)$/.test(normAt(clause.units, at - 1))
      ? sensesAt(clause, at, 'entity')
      : [];
    if (found?.sense.entity === entity)
      nouns.push({ entity, isPlural: found.sense.isPlural, at, length: found.length });
  }
  return nouns;
}

/** "what do I have due on Friday": what is to be done is the asker's, unless the rest says whose it is. */
function addAsker({ units }: Clause, selection: Selection, from: number, to: number): void {
  const { owner } = kindOf(selection.entity);
  if (
    owner !== 'assignee' ||
    [...selection.where, ...selection.anyOf.flat()].some(({ field }) => field === owner)
  )
    return;
  for (let at = from; at < to; at++)
    if (phraseAt(units, at, ASKER) > 0) {
      selection.where.push({ field: owner, op: 'eq', value: 'me' });
      return;
    }
}

const ASKER = 'do i have|have i|do i need|do i still|must i|should i|am i|i have to|i need to';

/** "customers interested in hardware" are people: what a kind of record is called is a value that another kind may have. */
function otherKind(
  clause: Clause,
  head: Head,
): { entity: EntityName; field: string; value: string } | undefined {
  const match = sensesAt(clause, head.at, 'option').find(
    ({ length, sense: { field } }) => length === head.length && field.entity !== head.entity,
  );
  return (
    match && { entity: match.sense.field.entity, field: match.sense.field.name, value: match.sense.value }
  );
}

/** Whether it says in which state the records are, by that field or by one of the workspace's own. */
const saysOf = ({ where, anyOf }: Selection, name: string) =>
  [...where, ...anyOf.flat()].some(({ field }) => field === name || field.startsWith(OWN));

const OWN = 'customFields.';

function readerOf(base: Omit<Reader, 'nested'>): Reader {
  const reader: Reader = {
    ...base,
    nested: (from, head) => {
      const inner = readerOf({
        ...base,
        selection: emptySelection(head.entity, head),
        from,
        isNegated: false,
      });
      const end = readNested(inner, reader, head);
      if (end === undefined) return undefined;
      addImplied(base.clause, inner.selection, head);
      return { selection: inner.selection, end };
    },
  };
  return reader;
}

/** "prospects" are companies of that status: the noun says it, unless the rest says something else of that field. */
function addImplied(clause: Clause, selection: Selection, head: Head | undefined): void {
  if (!head) return;
  const { entity } = kindOf(selection.entity);
  // "lead score" is a field
  if (sensesAt(clause, head.at, 'field').some(({ length }) => length > head.length)) return;
  const noun = normAt(clause.units, head.at);
  const nouns = entity.talk?.nouns;
  const found = nouns && Object.entries(nouns).find(([one]) => noun === one || noun === plural(one))?.[1];
  const said = found && [found.field, ...(found.unless ?? [])];
  const conditions = [...selection.where, ...selection.anyOf.flat()];
  if (
    !found ||
    conditions.some(({ field }) => said?.includes(field)) ||
    said?.includes(selection.groupBy ?? '')
  )
    return;
  selection.where.unshift({ field: found.field, op: found.op ?? 'eq', value: found.value });
}

function readAll(reader: Reader, from: number, head: Head | undefined): void {
  const { clause, selection } = reader;
  const either = new Alternatives(selection);
  let at = from;
  while (at < reader.to) {
    const norm = normAt(clause.units, at);
    const except = phraseAt(clause.units, at, EXCEPT);
    if (except > 0) {
      readException(reader, at + except);
      break;
    }
    if (at === head?.at || norm === 'and' || norm === 'but') either.close();
    if (at === head?.at) {
      at += head.length;
      continue;
    }
    const length = readOne(reader, at);
    if (length > 0) either.noteRead();
    else if (norm === 'or') either.split(at);
    else selection.leftovers.push(at);
    at += Math.max(length, 1);
  }
  // a deed or a time that waited for its other half in vain was not understood
  for (const at of [reader.claim?.at, reader.silentSince?.at])
    if (at !== undefined) selection.leftovers.push(at);
  selection.leftovers = selection.leftovers.filter((place) => !isGlue(reader, place));
  either.close();
}

/** "all except the ones in Berlin": what the rest chooses is left out. */
function readException(reader: Reader, at: number): void {
  const { selection } = reader;
  const inner = parseSelection(
    reader.clause,
    at,
    reader.to,
    reader.context,
    selection.entity,
    reader.introduced,
  );
  if (inner.record)
    selection.where.push({
      field: inner.record.value === inner.record.title ? kindOf(selection.entity).title : 'id',
      op: 'ne',
      value: inner.record.value,
    });
  if (inner.where.length === 1) selection.where.push(...inner.where.map(negate));
  else if (inner.where.length > 1)
    addEither(
      selection,
      inner.where.map((one) => [negate(one)]),
    );
  if (!inner.record && inner.where.length === 0) selection.leftovers.push(at);
  selection.leftovers.push(...inner.leftovers);
}
