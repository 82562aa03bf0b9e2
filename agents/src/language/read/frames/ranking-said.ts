import { lookup } from '../../../lookup.ts';
import { MOST_ROWS } from '../../../tools/fields.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from '../../recognise/unit.ts';
import { afterVerb, type Request } from './frame.ts';
import { type Subject, subjectAt } from './ranking-subject.ts';

const ASKS = 'who|which of our|which|what|who is the|who are the|whose';
const TOP = `the top|top|our top|my top|the best|best|our best|my best|the worst|worst|the bottom|bottom|rank|rank the|rank our|ranking of|a ranking of|
  leaderboard of|most common|the most common|commonest|most frequent|the most frequent|main|the main|strongest|weakest|biggest|the biggest|largest|the largest|most valuable|the most valuable|our most valuable`;
const LEAST = /^(worst|bottom|weakest|fewest|least|smallest|lowest)$/;
const MOST = `the most of|most of the|most of our|most of|the most|most|the biggest|biggest|the largest|largest|the highest|highest|the greatest|greatest|
  the fewest|fewest|the least|least|the smallest|smallest|the lowest|lowest`;
/** "biggest deals" are single ones; "most deals" are counted. */
const COUNTS = /^(most|fewest|least)$/;
const BY = 'by|in terms of|according to|based on|on|for|with|measured by|ranked by|sorted by';
export const EMPTY = new Set(
  'own owns owned has have had does do did is are was were with bring brings brought generate generates got get gets hold holds manage manages handle handles carry carries come comes from the our we there been currently right now a an that in of to me us'.split(
    ' ',
  ),
);
/** Of the empty words, those that lead to what is said of the subject. */
const PLACES = /^(in|with|from|at|by|that|without)$/;
export const DEEDS: Readonly<Record<string, string>> = lookup({
  won: 'won',
  win: 'won',
  wins: 'won',
  winning: 'won',
  closed: 'won',
  close: 'won',
  closes: 'won',
  sold: 'won',
  sell: 'won',
  sells: 'won',
  lost: 'lost',
  lose: 'lost',
  loses: 'lost',
  completed: 'completed',
  finished: 'completed',
});
const ADDED = /^(added|created|entered|registered)$/;
export const AMOUNT = /^(revenue|value|amount|money|worth|volume|turnover|size|total)$/;

export interface Ranking {
  subject: Subject;
  isLeast: boolean;
  isCount: boolean;
  limit?: number;
  /** What is counted or added up, without the words that say so. */
  object: Unit[];
  /** What was said of the subject itself: "in Berlin" of "which companies in Berlin have the most deals". */
  about: Unit[];
  /** Deals that ended so. */
  status?: string;
  measure?: 'sum' | 'average';
  /** "who added the most": who put the records in, whoever owns them. */
  isCreator?: boolean;
}

/** "who owns the most open deals", "which companies in Berlin have the fewest contacts". */
export function asked(request: Request): Ranking | undefined {
  const { clause, start, to } = request;
  const { units } = clause;
  const asks = phraseAt(units, start, ASKS);
  if (asks === 0) return undefined;
  const isWho = normAt(units, start) === 'who';
  const named = subjectAt(clause, start + asks);
  // "who closed" is no question for a date
  const subject: Subject | undefined =
    isWho && named?.kind !== 'owner' ? { kind: 'owner', length: 0 } : named;
  if (!subject) return undefined;
  const after = start + asks + subject.length;
  for (let at = after; at < to; at++) {
    const most = phraseAt(units, at, MOST);
    if (most === 0) continue;
    const word =
      units.slice(at, at + most).find((unit) => unit.norm !== 'the' && unit.norm !== 'of')?.norm ?? '';
    const between = units.slice(after, at).filter((unit) => PLACES.test(unit.norm) || !EMPTY.has(unit.norm));
    const deed = between.find((unit) => unit.norm in DEEDS);
    const isCreator = subject.kind === 'owner' && between.length === 1 && ADDED.test(between[0]?.norm ?? '');
    return {
      subject,
      isLeast: LEAST.test(word),
      isCount: COUNTS.test(word),
      object: units.slice(at + most, to).filter((unit) => !/^(come|comes|from|for)$/.test(unit.norm)),
      about:
        !isCreator && (between.length > 1 || !PLACES.test(between[0]?.norm ?? ''))
          ? between.filter((unit) => unit !== deed)
          : [],
      ...(isCreator && { isCreator }),
      ...(deed && { status: DEEDS[deed.norm] ?? 'won' }),
    };
  }
  return undefined;
}

/** "top 3 industries by deal value", "rank reps by pipeline", "most common loss reason". */
export function topped(request: Request): Ranking | undefined {
  const { clause, to } = request;
  const { units } = clause;
  const from = afterVerb(request, 'show') ?? request.start;
  let at = from + phraseAt(units, from, 'me|us|what is|what are|who is|who are|what was|what were|who was');
  const top = phraseAt(units, at, TOP);
  if (top === 0) return sorted(request, at);
  const word =
    units.slice(at, at + top).find((unit) => !/^(the|our|most|rank|a)$/.test(unit.norm))?.norm ?? '';
  at += top;
  const number = units[at]?.kind === 'number' ? units[at]?.value : undefined;
  if (number !== undefined) at++;
  at += phraseAt(units, at, 'performing|selling|sales');
  const subject = subjectAt(clause, at) ?? subjectAt(clause, at - 1);
  if (!subject) return undefined;
  const after = subjectAt(clause, at) ? at + subject.length : at;
  let by = after;
  while (by < to && phraseAt(units, by, BY) === 0) by++;
  const rest = [...units.slice(after, by), ...units.slice(by + phraseAt(units, by, BY), to)];
  const measured = by < to && rest.length > 0;
  // "the biggest companies" and "top 5 customers" are single records, in the order of a number of their own
  if (subject.kind === 'record' && !measured) return undefined;
  const isSuper = /^(biggest|largest)$/.test(word);
  if (isSuper && subject.kind !== 'field') return undefined;
  const isReps =
    subject.kind === 'owner' && !rest.some((unit) => AMOUNT.test(unit.norm) || isNoun(clause, unit));
  return {
    subject,
    isLeast: LEAST.test(word),
    isCount: true,
    ...(number !== undefined &&
      Number.isInteger(number) && { limit: Math.min(Math.max(number, 1), MOST_ROWS) }),
    object: rest,
    about: [],
    ...(isReps && { status: 'won', measure: 'sum' as const }),
  };
}

const NUMBER_OF = `sorted by number of|ranked by number of|by number of|by the number of|ordered by number of|sorted by the number of|ranked by the number of|
  with the most|with most|having the most|that have the most|sorted by most|by most`;

/** "companies sorted by number of deals", "companies with the most contacts". */
function sorted({ clause, to }: Request, at: number): Ranking | undefined {
  const { units } = clause;
  const start = at + phraseAt(units, at, 'all|all our|our|the|my');
  const subject = subjectAt(clause, start);
  if (!subject || subject.kind === 'period') return undefined;
  for (let by = start + subject.length; by < to; by++) {
    const length = phraseAt(units, by, NUMBER_OF);
    if (length === 0) continue;
    const about = units.slice(start + subject.length, by);
    return { subject, isLeast: false, isCount: true, object: units.slice(by + length, to), about };
  }
  return undefined;
}

const isNoun = (clause: Clause, unit: Unit) =>
  unit.norm === 'pipeline' || sensesAt({ ...clause, units: [unit] }, 0, 'entity').length > 0;
