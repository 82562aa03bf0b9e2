import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { kindOf } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { iso, pastOf } from '../../../recognise/times/time-value.ts';
import { normAt, sensesAt, type Unit } from '../../../recognise/unit.ts';
import { add, addEither, type OpenSilence, type Reader, type Rule } from '../selection.ts';
import { TOUCH, TOUCH_LEAD } from './touch-words.ts';

const NO_CONTACT = `nothing happened|nothing has happened|where nothing happened|where nothing has happened|there was no activity|
  no contact|no activity|no communication|without contact|without any contact|without activity|
  without any activity|no touch|no recent activity|no interaction|without a touch|no recent contact|
  no touchpoint|no word|without a word|radio silence`;
const QUIET = `stale|quiet|silent|untouched|inactive|gone quiet|gone cold|went cold|went quiet|neglected|gone silent|went silent|
  fallen silent|fell silent|gone stale|been quiet|been silent|been inactive|not active|idle|gone dark|went dark|dormant|going cold|
  going quiet|going stale|being neglected|being ignored|been neglected|been ignored|ignored|overlooked|neglecting|ignoring|
  lost touch with|lost touch|lost contact with|lost contact|losing touch with|out of touch with|out of touch|out of contact with|
  out of contact|fallen out of touch with|fell out of touch with|forgotten about|left alone`;
/** Between "not" or "nobody" and the deed. */
const BETWEEN =
  /^(one|of|from|on|been|we|i|ever|yet|really|actually|even|recently|lately|body|any|the|our|team|had|have|has|did|does|us)$/;
/** With whom, said after the deed without a name. */
const WHOM = /^(them|him|her|it|to|with|from|us|me|by|yet|anyone|back|at|all|properly|again)$/;
/** "stale" without a time; the time after which deals count as silent too. */
const QUIET_DAYS = 30;
const MORE = 'more than|over|well over|at least|longer than|the last|the past|a|about|almost|nearly';
const OR_MORE = 'or more|or longer|and more|plus|+';

interface Since {
  before: string;
  length: number;
}

/** "for a month", "in the last 30 days", "since March", "for over two weeks": the instant after which nothing happened. */
function sinceAt(units: readonly Unit[], at: number): Since | undefined {
  let i = at;
  const skip = phraseAt(units, i, 'for|in|since|within|during|over|after|before');
  i += skip;
  const more = units[i]?.time ? 0 : phraseAt(units, i, MORE);
  i += more;
  const time = units[i]?.time;
  if (!time) {
    const vague = phraseAt(units, i, 'while|ages|long time|long while|long');
    if (vague > 0 && skip + more > 0) return { before: `now-${QUIET_DAYS}d`, length: i + vague - at };
    if (phraseAt(units, at, 'recently|lately') > 0) return { before: `now-${QUIET_DAYS}d`, length: 1 };
    return undefined;
  }
  const end = i + 1;
  if (time.kind === 'length') {
    const rest = phraseAt(units, end, OR_MORE);
    const ago = normAt(units, end + rest) === 'ago' ? 1 : 0;
    return { before: `now-${time.amount}${time.unit}`, length: end + rest + ago - at };
  }
  // "in the last month" are the days up to now, "last month" is a month of the calendar
  const rolling =
    skip > 0 ? /^the (?:last|past) (week|month|quarter|year)$/.exec(units[i]?.norm ?? '') : null;
  if (rolling) return { before: `now-1${rolling[1]?.charAt(0)}`, length: end - at };
  return { before: time.relative?.from ?? iso(pastOf(time).from), length: end - at };
}

interface Silence {
  length: number;
  /** Without a time: nothing for a while, rather than nothing ever. */
  isWhile: boolean;
  /** "never" does not wait for a time. */
  isNever?: boolean;
}

/** "nobody has called", "we have lost touch with", "no contact with us", "gone quiet". */
function silenceAt(units: readonly Unit[], at: number, to: number): Silence | undefined {
  let i = at;
  const isLead = (place: number) =>
    TOUCH_LEAD.has(normAt(units, place)) && phraseAt(units, place, `${QUIET}|${NO_CONTACT}`) === 0;
  while (i < to && i - at < 6 && isLead(i)) i++;
  const nouns = phraseAt(units, i, NO_CONTACT);
  if (nouns > 0) {
    const isWhile = /recent/.test(normAt(units, i + 1));
    return { length: skipWhom(units, i + nouns, to) - at, isWhile };
  }
  const quiet = phraseAt(units, i, QUIET);
  if (quiet > 0) return { length: skipWhom(units, i + quiet, to) - at, isWhile: true };
  const isNever = normAt(units, i) === 'never';
  const no = isNever ? 1 : phraseAt(units, i, 'not|nobody|no one|noone|none of us|neither of us');
  if (no === 0) return undefined;
  i += no;
  while (i < to && BETWEEN.test(normAt(units, i)) && phraseAt(units, i, TOUCH) === 0) i++;
  const touch = phraseAt(units, i, TOUCH);
  return touch === 0 ? undefined : { length: skipWhom(units, i + touch, to) - at, isWhile: false, isNever };
}

function skipWhom(units: readonly Unit[], from: number, to: number): number {
  let at = from;
  while (at < to && WHOM.test(normAt(units, at)) && !units[at]?.time) at++;
  return at;
}

/** "have we not talked to for a month": also those never contacted. */
export const notTouched: Rule = (reader, at) => {
  const { units } = reader.clause;
  const silence = silenceAt(units, at, reader.to);
  if (!silence) return 0;
  const end = at + silence.length;
  const since = sinceAt(units, end);
  const before = since?.before ?? reader.silentSince?.before ?? (silence.isWhile ? QUIET_BEFORE : undefined);
  const isOpen = !since && reader.silentSince === undefined && !silence.isNever;
  delete reader.silentSince;
  const added = untouched(reader, before);
  if (isOpen && added) reader.silence = added;
  return end + (since?.length ?? 0) - at;
};

const QUIET_BEFORE = `now-${QUIET_DAYS}d`;

/** The time of a silence that is not said with it: "nobody called at Northwind for 3 weeks", "in the last month, who …". */
export const silentSince: Rule = (reader, at) => {
  const { clause, silence, selection } = reader;
  const since = sinceAt(clause.units, at);
  if (!since) return 0;
  if (silence) {
    reader.isNegated = silence.isNegated;
    selection.where = selection.where.filter((one) => one !== silence.where);
    selection.anyOf = silence.anyOf;
    delete reader.silence;
    untouched(reader, since.before);
    return since.length;
  }
  if (!isOfLaterSilence(reader, at, since.length)) return 0;
  reader.silentSince = { before: since.before, at };
  return since.length;
};

/** Whether a silence without a time of its own follows, and nothing else lays claim to this one. */
function isOfLaterSilence({ clause, from, to, selection }: Reader, at: number, length: number): boolean {
  const { units } = clause;
  const isNoun = (place: number) => sensesAt(clause, place, 'entity').length > 0;
  // "deals this quarter": when they close, as it stands with the noun
  if (kindOf(selection.entity).period !== 'created' && at > from && isNoun(at - 1)) return false;
  if (units.slice(from, at).some(({ norm }) => norm === 'new')) return false;
  for (let place = at + length; place < to; place++) {
    const silence = silenceAt(units, place, to);
    if (silence) return !silence.isNever && !sinceAt(units, place + silence.length);
    if (isNoun(place) && at > from) return false;
  }
  return false;
}

/** Adds that nobody was in touch since an instant, or ever; negated, that somebody was. */
export function untouched(reader: Reader, before: string | undefined): OpenSilence | undefined {
  const { selection, isNegated } = reader;
  const field = kindOf(selection.entity).touched ?? 'updated';
  const { anyOf } = selection;
  if (before === undefined || field === 'updated' || isNegated) {
    const condition: Condition =
      before === undefined ? { field, op: 'is_empty' } : { field, op: 'lt', value: before };
    add(reader, condition);
    const where = selection.where.at(-1);
    return where && { where, anyOf, isNegated };
  }
  addEither(selection, [[{ field, op: 'lt', value: before }], [{ field, op: 'is_empty' }]]);
  return { anyOf, isNegated };
}
