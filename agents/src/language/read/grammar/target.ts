import type { LanguageContext } from '../../language-context.ts';
import {
  type EntityName,
  entityNames,
  isKind,
  kindNumbered,
  kindOf,
} from '../../recognise/lexicon/entities.ts';
import { isMeasure } from '../../recognise/lexicon/measures.ts';
import { commonWords, functionWords } from '../../recognise/lexicon/words.ts';
import { likeliestKind, nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { pronounKind, referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf, type Unit } from '../../recognise/unit.ts';
import type { Introduced, RecordRef } from './selection.ts';

export interface Target {
  record: RecordRef;
  /** Units from the beginning, with a possessive and noun that belong to it. */
  length: number;
  isPossessive: boolean;
}

export interface TargetContext {
  clause: Clause;
  context: LanguageContext;
  introduced: readonly Introduced[];
}

/** One record at a place: "Jane", "the Contoso deal", "it", "that company", "deal with Northwind". */
export function targetAt(
  reader: TargetContext,
  from: number,
  to: number,
  wanted: readonly EntityName[],
): Target | undefined {
  const kinds = wanted.filter((kind) => isKind(kind) && kindOf(kind).isNamed);
  const { clause, context, introduced } = reader;
  const { units } = clause;
  let at = from;
  const determiner = phraseAt(units, at, 'the|that|this|my|our|a|an|both|their|his|her');
  const lone = pronounKind(normAt(units, at));
  const afterDeterminer = at + determiner;
  const noun = sensesAt(clause, afterDeterminer, 'entity').find(
    (match) => kinds.includes(match.sense.entity) && !match.sense.isPlural,
  );
  if (noun) {
    const next = afterDeterminer + noun.length;
    const link = phraseAt(units, next, 'with|for|at|from|called|named|of|about|titled');
    const unit = units[next + link];
    if (next + link < to && (unit?.kind === 'name' || unit?.kind === 'quote')) {
      const end = newNameEnd(clause, next + link, to);
      if (end > next + link + 1) return byText(clause, noun.sense.entity, from, end, next + link, end);
      return byName(reader, noun.sense.entity, from, next + link + 1, next + link);
    }
    const told = determiner > 0 ? toldEnd(clause, noun.sense.entity, next, to) : undefined;
    if (told) return byText(clause, noun.sense.entity, from, told.end, told.from, told.end);
    if (determiner > 0 && !/^(a|an)$/.test(normAt(units, at))) {
      const found = referent('thing', [noun.sense.entity], context, introduced);
      return (
        found && {
          record: found,
          length: next + possessiveAt(units, next) - from,
          isPossessive: possessiveAt(units, next) > 0,
        }
      );
    }
  }
  const isLoneOne = lone !== undefined && normAt(units, at + 1) === 'one';
  if (/^(the|my|our|a|an|that|this)$/.test(normAt(units, at)) && determiner > 0 && !isLoneOne)
    at = afterDeterminer;
  const titled = titledAt(clause, at, to, kinds, at > from);
  if (titled) return byText(clause, titled.entity, from, titled.end, at, titled.nameEnd);
  const unit = units[at];
  if (at < to && (unit?.kind === 'name' || unit?.kind === 'email' || unit?.kind === 'quote')) {
    // "who is from Berlin"
    if (unit.place) return undefined;
    const after = at + 1;
    const own = sensesAt(clause, after, 'entity').find(
      (match) => kinds.includes(match.sense.entity) && !match.sense.isPlural,
    );
    const viaPossessive =
      possessiveAt(units, after) > 0
        ? sensesAt(clause, after + 1, 'entity').find(
            (match) =>
              kinds.includes(match.sense.entity) && !match.sense.isPlural && match.sense.entity !== 'company',
          )
        : undefined;
    if (own && after < to) return byName(reader, own.sense.entity, from, after + own.length, at);
    if (viaPossessive && after < to)
      return byName(reader, viaPossessive.sense.entity, from, after + 1 + viaPossessive.length, at);
    const kind = likeliest(unit, kinds, introduced);
    return kind === undefined ? undefined : byName(reader, kind, from, after, at);
  }
  if (!lone || at !== from) return undefined;
  const found =
    lone === 'many' && !/^(their|theirs)$/.test(normAt(units, at))
      ? onlyOne(kinds, context, introduced)
      : referent(lone === 'many' ? 'thing' : lone, kinds, context, introduced);
  if (!found) return undefined;
  const one = phraseAt(units, from + 1, 'one');
  const isOwn = /^(her|his|its|their)$/.test(normAt(units, from));
  return {
    record: found,
    length: 1 + one + possessiveAt(units, from + 1 + one),
    isPossessive: isOwn || possessiveAt(units, from + 1) > 0,
  };
}

/** "them" is one record only right after that record was named in the same message, or where one alone is called so. */
function onlyOne(
  kinds: readonly EntityName[],
  context: LanguageContext,
  introduced: readonly Introduced[],
): RecordRef | undefined {
  const near = introduced.filter(({ entity }) => kinds.includes(entity));
  if (near.length === 1) return referent('thing', kinds, { ...context, focus: [] }, near);
  const [newest] = context.focus;
  const isThey = newest && kinds.includes(newest.entity) && kindOf(newest.entity).entity.talk?.isThey;
  return near.length === 0 && isThey
    ? referent('thing', [newest.entity], { ...context, focus: [newest] }, [])
    : undefined;
}

const possessiveAt = (units: readonly Unit[], at: number) => (units[at]?.kind === 'possessive' ? 1 : 0);

function likeliest(
  unit: Unit,
  kinds: readonly EntityName[],
  introduced: readonly Introduced[],
): EntityName | undefined {
  const near = introduced.find(
    (item) => kinds.includes(item.entity) && item.name.toLowerCase().includes(unit.norm),
  );
  if (near) return near.entity;
  const numbered = kindNumbered(unit.text);
  if (numbered) return kinds.find((kind) => kind === numbered);
  const known = kinds.filter((kind): kind is 'contact' | 'company' | 'opportunity' => kind !== 'task');
  const [placed] = unit.isPlaced ? (unit.matches ?? []) : [];
  if (placed) return kinds.find((kind) => kind === placed.entity);
  const best = likeliestKind(unit, known);
  if (best) return entityNames.find((name) => name === best);
  if (unit.kind === 'email' && kinds.includes('contact')) return 'contact';
  // a deal may be called by its company or person
  const [only, ...others] = kinds;
  if (only && others.length === 0 && kindOf(only).entity.talk?.knownBy) return only;
  return (unit.matches ?? []).length === 0 ? kinds[0] : undefined;
}

/** What cannot be within a name that nobody knows. */
const NO_NAME =
  /^(and|or|with|for|at|from|to|of|about|in|on|by|as|is|are|was|the|a|an|my|our|all|every|not|no|into)$/;

/** What somebody tells of it: "the ticket with the missing column", "the task about their invoice". */
function toldEnd(
  clause: Clause,
  entity: EntityName,
  at: number,
  to: number,
): { from: number; end: number } | undefined {
  const { units } = clause;
  const { title } = kindOf(entity);
  const link = title === 'name' ? 0 : phraseAt(units, at, 'with|about|on|for');
  if (link === 0) return undefined;
  const from = at + link + phraseAt(units, at + link, 'the|a|an|their|his|her|its|our');
  let end = from;
  while (end < to && units[end]?.kind === 'word' && !NO_NAME.test(normAt(units, end))) end++;
  const isOwn = Array.from({ length: end - from }, (_, i) => from + i).every(
    (place) =>
      !isMeasure(normAt(units, place)) &&
      sensesAt(clause, place, 'field').length === 0 &&
      sensesAt(clause, place, 'entity').every(({ sense }) => !sense.isPlural),
  );
  const isStory = Array.from({ length: end - from }, (_, i) => from + i).some(
    (place) => !functionWords.has(normAt(units, place)),
  );
  return isOwn && isStory ? { from, end } : undefined;
}

const isStrange = (clause: Clause, at: number) => {
  const unit = clause.units[at];
  const isKnown = clause.vocabulary.has(unit?.norm ?? '') || commonWords.has(unit?.norm ?? '');
  return unit?.kind === 'name' || (unit?.kind === 'word' && !isKnown);
};

/** "Kestrel training deal": a title that the workspace does not know as a whole, up to the noun that it belongs to. */
function titledAt(
  clause: Clause,
  at: number,
  to: number,
  kinds: readonly EntityName[],
  isDefinite: boolean,
): { entity: EntityName; nameEnd: number; end: number } | undefined {
  if (!isStrange(clause, at)) return undefined;
  for (let i = at + 1; i < Math.min(to, at + 7); i++) {
    const unit = clause.units[i];
    const noun = sensesAt(clause, i, 'entity').find(
      (match) => kinds.includes(match.sense.entity) && !match.sense.isPlural,
    );
    // a name alone before the noun may be of another kind: "the Contoso deal"
    // "label Omar hot lead": without an article, a known name is a name by itself
    const isKnown =
      !isDefinite && clause.units[at]?.matches?.some((match) => match.entity === noun?.sense.entity);
    if (noun && !isKnown && (i > at + 1 || clause.units[at]?.kind === 'word'))
      return { entity: noun.sense.entity, nameEnd: i, end: i + noun.length };
    const isPart = /^(word|name|number)$/.test(unit?.kind ?? '') && !NO_NAME.test(unit?.norm ?? '');
    if (noun || !isPart || sensesAt(clause, i, 'verb').length > 0) return undefined;
  }
  return undefined;
}

/** Where a new name ends that begins at a place: "Walter Unknown", "Kestrel training". */
function newNameEnd(clause: Clause, at: number, to: number): number {
  const first = clause.units[at];
  let end = at + 1;
  if (first?.kind !== 'name' || (first.matches ?? []).length > 0) return end;
  while (
    end < to &&
    (isStrange(clause, end) || (clause.units[end]?.kind === 'word' && clause.units[end]?.isCapital))
  )
    end++;
  return end;
}

/** A record by a title as it was written, which the tool looks up and says when there is none. */
function byText(
  clause: Clause,
  entity: EntityName,
  from: number,
  end: number,
  nameFrom: number,
  nameEnd: number,
): Target {
  const title = textOf(clause, nameFrom, nameEnd);
  const possessive = possessiveAt(clause.units, end);
  return {
    record: { value: title, title, entity, isFromPrevious: false },
    length: end + possessive - from,
    isPossessive: possessive > 0,
  };
}

/** `from` to `end` are the units of the phrase, `at` is the name in it. */
function byName(
  reader: TargetContext,
  entity: EntityName,
  from: number,
  end: number,
  at: number,
): Target | undefined {
  const { clause, context, introduced } = reader;
  const unit = clause.units[at];
  if (!unit) return undefined;
  const text = unit.kind === 'quote' ? unit.text.slice(1, -1) : unit.text;
  const near = introduced.find(
    (item) => item.entity === entity && item.name.toLowerCase().includes(unit.norm),
  );
  const viaCompany = kindOf(entity).entity.talk?.knownBy && !near && scoreAs(unit, entity) === 0;
  const value = near
    ? (near.id ?? near.name)
    : (viaCompany || entity === 'task') && !unit.isPlaced
      ? text
      : nameValue(unit, [entity], context);
  const possessive = possessiveAt(clause.units, end);
  return {
    record: { value, title: text, entity, isFromPrevious: near !== undefined && near.id === undefined },
    length: end + possessive - from,
    isPossessive: possessive > 0,
  };
}
