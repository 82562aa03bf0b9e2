import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { entityTools } from '../../lexicon/entities.ts';
import { iso, pastOf } from '../../times/time-value.ts';
import { dateRangeAt } from '../date-condition.ts';
import { phraseAt } from '../phrases.ts';
import { add, addEither, type Reader, type Rule } from '../selection.ts';
import { normAt, type Unit } from '../unit.ts';

const TOUCH = `talked to|talked with|talked|talk to|talk with|spoken to|spoken with|spoken|spoke to|spoke with|
  speak to|speak with|contacted|contact|been contacted|been in touch with|been in touch|
  reached out to|reached|heard from|hear from|called|call|emailed|email|met|met with|been touched|
  touched|touch|got in touch with|had contact with|been called|been emailed|had any contact with|
  engaged with|engaged|followed up with|followed up|had any activity|had activity|seen activity|
  replied|responded|been updated|moved`;
const LEAD = new Set(
  'have has had did do does are were was is we i they you that who which been yet ever anyone us team our the'.split(
    ' ',
  ),
);
const NEVER_NOUNS = `nothing happened|nothing has happened|where nothing happened|where nothing has happened|there was no activity|
  no contact|no activity|no communication|without contact|without any contact|without activity|
  without any activity|no touch|no recent activity|no interaction|without a touch|no recent contact|
  no touchpoint`;
const QUIET = `stale|quiet|silent|untouched|inactive|gone quiet|gone cold|went cold|went quiet|neglected|
  not active|idle|gone dark|dormant|going cold`;
const LAST = `last contacted|last contact|last contact was|last talked to|last spoke to|last activity|
  last touched|last activity was|whose last contact was|last contact is`;
/** "stale" without a time; the time after which deals count as silent too. */
const QUIET_DAYS = 30;
const MORE = 'more than|over|at least|longer than|the last|the past|a|about';

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
    const ago = normAt(units, end) === 'ago' ? 1 : 0;
    return { before: `now-${time.amount}${time.unit}`, length: end + ago - at };
  }
  return { before: time.relative?.from ?? iso(pastOf(time).from), length: end - at };
}

function untouched(reader: Reader, before: string | undefined): void {
  const field = entityTools[reader.selection.entity].touched ?? 'updated';
  if (before === undefined) add(reader, { field, op: 'is_empty' });
  else if (field === 'updated') add(reader, { field, op: 'lt', value: before });
  else {
    reader.isNegated = false;
    const groups: Condition[][] = [[{ field, op: 'lt', value: before }], [{ field, op: 'is_empty' }]];
    addEither(reader.selection, groups);
  }
}

/** "have we not talked to for a month": also those never contacted. */
export const notTouched: Rule = (reader, at) => {
  const { units } = reader.clause;
  let i = at;
  const nouns = phraseAt(units, i, NEVER_NOUNS);
  const quiet = phraseAt(units, i, QUIET) || (normAt(units, i) === 'are' ? 0 : 0);
  if (nouns > 0 || quiet > 0) {
    i += nouns || quiet;
    const since = sinceAt(units, i);
    const isPlainNoun = nouns > 0 && !since && !/recent/.test(normAt(units, at + 1));
    untouched(reader, since?.before ?? (isPlainNoun ? undefined : `now-${QUIET_DAYS}d`));
    return i + (since?.length ?? 0) - at;
  }
  while (i < reader.to && i - at < 6 && LEAD.has(normAt(units, i))) i++;
  const isNever = normAt(units, i) === 'never';
  if (!isNever && phraseAt(units, i, 'not|nobody|no one|noone') === 0) return 0;
  i++;
  while (
    i < reader.to &&
    /^(one|been|we|i|ever|yet|really|actually|even|recently|lately|body|any|the|team|had|have|us)$/.test(
      normAt(units, i),
    ) &&
    phraseAt(units, i, TOUCH) === 0
  )
    i++;
  const touch = phraseAt(units, i, TOUCH);
  if (touch === 0) return 0;
  i += touch;
  while (
    i < reader.to &&
    /^(them|him|her|it|to|with|from|us|me|by|yet|anyone|back|at|all)$/.test(normAt(units, i)) &&
    !units[i]?.time
  )
    i++;
  const since = sinceAt(units, i);
  untouched(reader, isNever && !since ? undefined : (since?.before ?? undefined));
  return i + (since?.length ?? 0) - at;
};

/** "last contacted more than 30 days ago", "contacted this week", "that we talked to yesterday". */
export const touched: Rule = (reader, at) => {
  const { units } = reader.clause;
  const field = entityTools[reader.selection.entity].touched;
  if (!field) return 0;
  let i = at;
  const last = phraseAt(units, i, LAST);
  if (last > 0) {
    i += last;
    const more = phraseAt(units, i, 'more than|over|at least|longer than|older than');
    const less = phraseAt(units, i, 'less than|under|within|fewer than');
    const time = units[i + (more || less)]?.time;
    if ((more || less) && time) {
      const relative =
        time.kind === 'length'
          ? `now-${time.amount}${time.unit}`
          : (time.relative?.from ?? iso(pastOf(time).from));
      const ago = normAt(units, i + (more || less) + 1) === 'ago' ? 1 : 0;
      if (more) untouched(reader, relative);
      else add(reader, { field, op: 'gte', value: relative });
      return i + (more || less) + 1 + ago - at;
    }
  } else {
    while (i < reader.to && i - at < 5 && LEAD.has(normAt(units, i))) i++;
    const touch = phraseAt(units, i, TOUCH);
    // "have to call today" is still to be done
    if (touch === 0 || /^(to|should|must|shall)$/.test(normAt(units, i - 1))) return 0;
    i += touch;
    while (
      i < reader.to &&
      /^(them|him|her|it|to|with|from|by|me|us)$/.test(normAt(units, i)) &&
      !units[i]?.time
    )
      i++;
  }
  const range = dateRangeAt(units, i, field);
  if (!range) {
    if (last > 0 || phraseAt(units, i, 'last|recently|lately|most recently') === 0) return 0;
    reader.selection.sort ??= `-${field}`;
    return i + phraseAt(units, i, 'last|recently|lately|most recently') - at;
  }
  add(reader, ...range.conditions);
  return i + range.length - at;
};
