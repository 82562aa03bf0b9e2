import type { LastList } from '../../../tool.ts';
import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { fillers } from '../../recognise/lexicon/words.ts';
import { referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { parseSelection } from '../grammar/parse-selection.ts';
import { isEmptyFilter, type Selection } from '../grammar/selection.ts';
import { targetAt } from '../grammar/target.ts';
import { filterArgs } from './filter-args.ts';
import type { Request } from './frame.ts';

/** Which records a command is about, as the arguments of its tool. */
export interface Chosen {
  args: Record<string, unknown>;
  isMany: boolean;
  confidence: number;
  needsPrevious: boolean;
  unread: string[];
  title?: string;
}

/** Words between two places that carry meaning. */
export function wordsOf(request: Request, from: number, to: number): string[] {
  const words: string[] = [];
  for (let at = from; at < to; at++) {
    const unit = request.clause.units[at];
    // both halves of "don't" stand at the same place
    if (at > from && unit?.kind === 'word' && unit.start === request.clause.units[at - 1]?.start) continue;
    if (unit && !fillers.has(unit.norm) && !/^[\p{P}\p{S}\n]$/u.test(unit.norm))
      words.push(unit.kind === 'word' ? unit.norm : unit.text);
  }
  return words;
}

const THEM = `them|those|these|all of them|them all|all of those|all of these|they|the lot|all those|all these|
  every one of them|both|both of them|each of them|the list|that list|this list`;

/** Of these, what cannot be one person of unknown gender. */
const SEVERAL = `all of them|them all|all of those|all of these|both of them|each of them|every one of them|both`;

/** "them", "all of those": the last list, never one record. */
export function isPluralPronoun(request: Request, at: number): boolean {
  return phraseAt(request.clause.units, at, THEM) > 0;
}

/** Several records are meant, and there is no list of that kind: no single record, and never all of them. */
function isLostPlural(request: Request, entity: EntityName, from: number, to: number): boolean {
  const { units } = request.clause;
  const length = phraseAt(units, from, THEM);
  if (length === 0) return false;
  const near = request.introduced.filter((item) => item.entity === entity);
  // "create a company and tag them": just made in the same message
  if (near.length === 1 && /^(them|they)$/.test(normAt(units, from))) return false;
  const noun = sensesAt(request.clause, from + length, 'entity').find(({ sense }) => sense.isPlural);
  return wordsOf(request, from + length + (noun?.length ?? 0), to).length === 0;
}

/** The records of the last list, for "them". */
function lastListed(request: Request, entity: EntityName, from: number, to: number): Chosen | undefined {
  const { units } = request.clause;
  const list: LastList | undefined = request.context.lastList;
  let length = phraseAt(units, from, THEM);
  if (length === 0 || list?.entity !== entity) return undefined;
  const noun = sensesAt(request.clause, from + length, 'entity')[0];
  if (noun && noun.sense.entity === entity && noun.sense.isPlural) length += noun.length;
  const unread = wordsOf(request, from + length, to);
  if (unread.length > 0) return undefined;
  const { where, anyOf, text, limit, ids } = list;
  // "the three largest", and no others
  if (limit !== undefined && !ids) return undefined;
  const isAll = !where?.length && !anyOf?.length && !text;
  return {
    args: isAll
      ? ALL
      : { ...(where?.length && { where }), ...(anyOf?.length && { anyOf }), ...(text && { text }) },
    isMany: true,
    confidence: 0.9,
    needsPrevious: false,
    unread,
  };
}

/** "all contacts": said outright, because a filter that was left out must never mean everything. */
const ALL = { all: true };

/**
 * Reads which records of an entity are meant between two places: one by name or pronoun, or many by filter.
 * An empty place means what the conversation is about.
 */
export function chooseRecords(
  request: Request,
  entity: EntityName,
  from: number,
  to: number,
): Chosen | undefined {
  const { context, introduced, clause } = request;
  const { key } = kindOf(entity);
  const listed = to > from ? lastListed(request, entity, from, to) : undefined;
  if (listed) return listed;
  if (to > from && isLostPlural(request, entity, from, to)) return undefined;
  if (
    wordsOf(request, from, to).length === 0 ||
    (to > from && phraseAt(clause.units, from, 'it|that|this|this one|that one|the one') === to - from)
  ) {
    const found = referent('thing', [entity], context, introduced);
    if (!found) return undefined;
    // what the message has just spoken of comes before what the conversation is about
    const isNear = introduced.some((item) => item.id === found.value);
    const isNewest =
      found.isFromPrevious || isNear || (introduced.length === 0 && context.focus[0]?.id === found.value);
    return {
      args: { [key]: found.value },
      isMany: false,
      confidence: isNewest ? 0.85 : 0.7,
      needsPrevious: found.isFromPrevious,
      unread: [],
      title: found.title,
    };
  }
  // "everyone at Globex": the people, not the company
  const isEveryone = phraseAt(clause.units, from, EVERYONE) > 0;
  if (isEveryone && entity !== 'contact') return undefined;
  // "both of them" is never one record, and never another list than the one that was shown
  if (phraseAt(clause.units, from, SEVERAL) > 0) return undefined;
  const target = targetAt(request, from, to, [entity]);
  if (target) {
    const unread = wordsOf(request, from + target.length, to);
    if (unread.length === 0)
      return {
        args: { [key]: target.record.value },
        isMany: false,
        confidence: confidenceOf(request, entity, from, to),
        needsPrevious: target.record.isFromPrevious,
        unread,
        title: target.record.title,
      };
  }
  const several = namedOnes(request, entity, from, to);
  if (several) return several;
  const selection = parseSelection(clause, from, to, context, entity, introduced);
  if (selection.entity !== entity) return undefined;
  return bySelection(request, { ...selection, hasNoun: selection.hasNoun || isEveryone });
}

const EVERYONE = 'everyone|everybody|anyone|anybody|all people|all the people';

/** "Grace and Omar", "the Litware pilot, the Wingtip upgrade": records named one after the other. */
function namedOnes(request: Request, entity: EntityName, from: number, to: number): Chosen | undefined {
  const { units } = request.clause;
  const titles: string[] = [];
  const ids: string[] = [];
  let at = from + phraseAt(units, from, 'both');
  while (at < to) {
    const target = targetAt(request, at, to, [entity]);
    if (!target) return undefined;
    const isOfKind = units
      .slice(at, at + target.length)
      .some((unit) =>
        unit.matches?.some((match) => match.entity === entity && match.id === target.record.value),
      );
    if (!isOfKind) return undefined;
    ids.push(target.record.value);
    titles.push(target.record.title);
    at += target.length;
    const joint = phraseAt(units, at, 'and|,|, and|&|plus|as well as');
    if (joint === 0 && at < to) return undefined;
    at += joint;
  }
  if (ids.length < 2) return undefined;
  return {
    args: { where: [{ field: 'id', op: 'in', value: ids }] },
    isMany: true,
    confidence: 0.92,
    needsPrevious: false,
    unread: [],
    title: titles.join(', '),
  };
}

/** A name that the workspace knows as another kind of record hardly means this kind. */
function confidenceOf(request: Request, entity: EntityName, from: number, to: number): number {
  const { units } = request.clause;
  for (let at = from; at < to; at++) {
    const matches = units[at]?.matches;
    if (!matches) continue;
    if (sensesAt(request.clause, from, 'entity').length > 0 || hasNoun(request, entity, from, to))
      return 0.92;
    if (matches.some((match) => match.entity === entity)) return 0.9;
    return matches.length > 0 ? 0.4 : 0.65;
  }
  return 0.88;
}

function hasNoun(request: Request, entity: EntityName, from: number, to: number): boolean {
  for (let at = from; at < to; at++)
    if (sensesAt(request.clause, at, 'entity').some((match) => match.sense.entity === entity)) return true;
  return false;
}

function bySelection(request: Request, selection: Selection): Chosen | undefined {
  const { entity } = selection;
  const { key } = kindOf(entity);
  const unread = selection.leftovers.map((place) => request.clause.units[place]?.text ?? '');
  const penalty = unread.length * 0.25;
  if (selection.record && isEmptyFilter(selection))
    return {
      args: { [key]: selection.record.value },
      isMany: false,
      confidence: 0.85 - penalty,
      needsPrevious: selection.record.isFromPrevious,
      unread,
      title: selection.record.title,
    };
  if (!selection.hasNoun && isEmptyFilter(selection)) return undefined;
  if (selection.limit !== undefined) return undefined;
  const isAll = isEmptyFilter(selection);
  if (isAll && !(selection.hasAll || selection.isPlural)) return undefined;
  return {
    args: isAll ? ALL : filterArgs(selection),
    isMany: true,
    // by its links alone it could be any kind of record
    confidence: (selection.hasNoun ? 0.9 : selection.hasAll ? 0.6 : 0.45) - penalty,
    needsPrevious: selection.needsPrevious,
    unread,
  };
}
