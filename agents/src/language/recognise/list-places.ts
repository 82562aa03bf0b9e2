import { foldWords } from '@clianta/crm-core/entity/search-text';
import type { LanguageContext } from '../language-context.ts';
import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { numberWords } from '../text/number-words.ts';
import { type EntityName, entityNames } from './lexicon/entities.ts';
import { phraseAt } from './phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from './unit.ts';

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const BEHIND = 'one|ones|of them|of those|of these|one of them|in the list|on the list|of the list|entry|row';
/** In an order: what was listed and has not been changed since. */
const REST = 'the rest of them|the rest of those|the rest';
/** The same, which means something else while nothing has been changed. */
const OTHERS = `the others|the other ones|the remaining ones|the remaining|all the others|all others|the ones left|what is left`;
/** What follows "the second" or "the last two deals" where the list is meant. */
export const GOES_ON =
  /^(to|as|into|from|by|and|,|:|with|is|done|off|on|please|for|is|are|was|were|has|finished|complete|completed|[.!?])$/;

/**
 * Reads "the first one", "the last two", "number 3" as the records that stood in those places of the list the user saw,
 * so that they are names wherever a name may stand.
 */
export function withPlaces(clause: Pick<Clause, 'units' | 'vocabulary'>, context: LanguageContext): Unit[] {
  const list = context.lastList;
  const entity = entityNames.find((name) => name === list?.entity);
  const ids = list?.ids ?? [];
  const untouched = ids.filter((id) => !list?.touched?.includes(id));
  const units = [...clause.units];
  if (!entity || ids.length === 0) return units;
  const order = isOrder(clause);
  const isNear = context.focus[0] === undefined || context.focus[0].id === ids[0];
  for (let at = 0; at < units.length; at++) {
    const rest = order ? phraseAt(units, at, untouched.length < ids.length ? `${REST}|${OTHERS}` : REST) : 0;
    const place =
      rest > 0
        ? { first: 0, end: undefined, count: 1, length: rest }
        : (placeAt({ ...clause, units }, at, entity, order && isNear) ?? calledAt(units, at, ids, context));
    const chosen = place ? (rest > 0 ? untouched : ids).slice(place.first, place.end) : [];
    if (!place || chosen.length < place.count) continue;
    const names = chosen.map((id) => placedUnit(units.slice(at, at + place.length), entity, id, context));
    const listed = names.flatMap((unit, index) => (index === 0 ? [unit] : [joint(unit), unit]));
    units.splice(at, place.length, ...listed);
    at += listed.length - 1;
  }
  return units;
}

function isOrder(clause: Pick<Clause, 'units' | 'vocabulary'>): boolean {
  const whole: Clause = { message: '', ...clause };
  const start = skipCourtesy(whole, 0, whole.units.length);
  const acts = actsAt(whole, start);
  return acts.size > 0 && !acts.has('show') && !isQuestionAt(whole, start);
}

export function placedUnit(
  units: readonly Unit[],
  entity: EntityName,
  id: string,
  { focus }: LanguageContext,
): Unit {
  const [first] = units;
  const last = units.at(-1);
  const said = units.map(({ norm }) => norm).join(' ');
  const title = focus.find((item) => item.id === id)?.title ?? said;
  return {
    kind: 'name',
    text: title,
    // "second" alone would be courtesy
    norm: said.includes(' ') ? said : `the ${said}`,
    start: first?.start ?? 0,
    end: last?.end ?? 0,
    isCapital: false,
    matches: [{ entity, id, title, score: 1 }],
    isPlaced: true,
    tokens: [],
  };
}

/** Between records that were named together: "the first three". */
const joint = (unit: Unit): Unit => ({
  kind: 'punct',
  text: ',',
  norm: ',',
  start: unit.start,
  end: unit.end,
  isCapital: false,
  tokens: [],
});

/** The place that an ordinal names, from 0; "the 2nd one" may have been read as a day. */
export function ordinalOf(unit: Unit | undefined): number | undefined {
  const at = ORDINALS.indexOf(unit?.norm ?? '');
  if (at >= 0) return at;
  const day = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/.exec(unit?.norm ?? '')?.[1];
  return day === undefined ? undefined : Number(day) - 1;
}

function countOf(unit: Unit | undefined): number | undefined {
  const value = unit?.kind === 'number' ? unit.value : numberWords.get(unit?.norm ?? '');
  return value !== undefined && Number.isInteger(value) && value > 1 ? value : undefined;
}

interface Place {
  /** As `slice` takes them. */
  first: number;
  end: number | undefined;
  count: number;
  length: number;
}

/** "by the first": the day of a month. */
const isDated = (units: readonly Unit[], at: number) =>
  /^(on|by|until|till|before|after|since|from|due)$/.test(normAt(units, at - 1));

/** @param takesNoun - "the last deal" may be the last of the list: in an order, while the list is what was spoken of last */
function placeAt(
  clause: Pick<Clause, 'units' | 'vocabulary'>,
  from: number,
  entity: EntityName,
  takesNoun: boolean,
): Place | undefined {
  const { units } = clause;
  const lead = phraseAt(units, from, 'the|number|record number');
  const isNumbered = lead > 0 && normAt(units, from) !== 'the';
  const value = isNumbered ? units[from + lead]?.value : undefined;
  const ordinal = value === undefined ? ordinalOf(units[from + lead]) : value - 1;
  const isLast = normAt(units, from + lead) === 'last';
  const isDay = units[from + lead]?.time !== undefined;
  if (!isLast && (ordinal === undefined || ordinal < 0 || !Number.isInteger(ordinal))) return undefined;
  let at = from + lead + 1;
  const count = isLast || (ordinal === 0 && !isNumbered) ? countOf(units[at]) : undefined;
  if (count !== undefined) at++;
  const noun = sensesAt(clause, at, 'entity').find(({ sense }) => sense.entity === entity);
  const named = noun && takesNoun ? noun.length : 0;
  const behind = named || phraseAt(units, at, BEHIND);
  const goesOn = at + behind >= units.length || GOES_ON.test(normAt(units, at + behind));
  // "the second is done"
  const isSubject =
    from === 0 && /^(is|are|was|were|has|done|finished|complete|completed)$/.test(normAt(units, at));
  const isEnd = at === units.length || takesNoun || count !== undefined || isSubject;
  const isBare =
    behind === 0 && !isDay && (isNumbered || ((lead > 0 || isSubject) && isEnd && !isDated(units, from)));
  if ((behind === 0 && !isBare) || ((isBare || named > 0) && !goesOn)) return undefined;
  if (named > 0 && lead === 0) return undefined;
  const length =
    at + behind - from + phraseAt(units, at + behind, 'of them|of those|in the list|on the list');
  const size = count ?? 1;
  if (isLast) return { first: -size, end: undefined, count: size, length };
  return { first: ordinal ?? 0, end: (ordinal ?? 0) + size, count: size, length };
}

/** Words between "the" and "one". */
const MOST_WORDS = 4;

/** "the hardware licence one": the one record of the list whose title has these words. */
function calledAt(
  units: readonly Unit[],
  from: number,
  ids: readonly string[],
  { focus }: LanguageContext,
): Place | undefined {
  if (normAt(units, from) !== 'the') return undefined;
  const one = units.findIndex(({ norm }, at) => at > from && norm === 'one');
  const words = one < 0 ? [] : units.slice(from + 1, one).flatMap(({ norm }) => norm.split(' '));
  if (words.length === 0 || words.length > MOST_WORDS) return undefined;
  const found = ids.flatMap((id, place) => {
    const title = focus.find((item) => item.id === id)?.title;
    const own = title === undefined ? [] : foldWords(title);
    return words.every((word) => own.includes(word)) ? [place] : [];
  });
  const [place] = found;
  return place !== undefined && found.length === 1
    ? { first: place, end: place + 1, count: 1, length: one + 1 - from }
    : undefined;
}
