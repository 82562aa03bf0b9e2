import { lookup } from '../../../lookup.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { iso } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt, textOf, type Unit } from '../../recognise/unit.ts';
import { readActivity, timeOf } from '../grammar/activity-details.ts';
import { actsAt } from '../grammar/clause-head.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

const KINDS: Readonly<Record<string, string>> = lookup({
  call: 'call',
  calls: 'call',
  email: 'email',
  meeting: 'meeting',
  note: 'note',
  demo: 'meeting',
  chat: 'call',
  visit: 'meeting',
  lunch: 'meeting',
  conversation: 'call',
  mail: 'email',
  phonecall: 'call',
  voicemail: 'call',
  coffee: 'meeting',
  dinner: 'meeting',
  breakfast: 'meeting',
  workshop: 'meeting',
  kickoff: 'meeting',
});
/** Kinds that say more than their type does. */
const PARTICULAR = /^(demo|visit|lunch|coffee|dinner|breakfast|workshop|kickoff|voicemail)$/;
/** "had a great demo with": told with an opinion. */
const HAD = 'had|have had|just had|did|held|finished|gave|just finished|came out of|got out of|was in';
const MANNER =
  'great|good|quick|short|long|nice|productive|brief|tough|difficult|interesting|first|second|third|very good|really good|really great|lovely|bad|intro|final|follow up';
const TOLD: ReadonlyArray<[words: string, type: string]> = [
  [
    `spoke to|spoke with|talked to|talked with|called|had a call with|just called|just spoke to|
      just spoke with|just talked to|just got off the phone with|got off a call with|
      just got off a call with|had a chat with|phoned|rang|spoke|got off the phone with|
      was on the phone with|left a voicemail for`,
    'call',
  ],
  [
    `met|met with|had a meeting with|just met|just met with|had lunch with|visited|had coffee with|
      did a demo for|had a demo with|gave a demo to`,
    'meeting',
  ],
  [
    `emailed|sent an email to|wrote to|just emailed|got an email from|received an email from|heard from|
      heard back from|mailed`,
    'email',
  ],
];

/** "log a call with Bob: he wants a quote", "note on Northwind: ...", "I just talked to Jane about pricing". */
export const logActivity: Frame = (request) => {
  const { clause, start, to } = request;
  if (request.isQuestion) return undefined;
  const early = toldLater(request);
  if (early) return early;
  const verbed = afterVerb(request, 'log', 'create');
  const at = verbed ?? start;
  const article = phraseAt(
    clause.units,
    at,
    `a|an|the|my|this|a quick|a short|that i had a|a phone|that|a new|new|a 30 minute|todays|another`,
  );
  if (verbed === undefined && isNews(request)) return keptWhole(request, start);
  const kind = KINDS[normAt(clause.units, at + article)];
  // what is to be written was not written yet
  if (kind === 'email' && /^(write|draft|compose|send|prepare)$/.test(normAt(clause.units, start)))
    return undefined;
  if (
    kind &&
    (verbed !== undefined || /^(with|on|about|for|to|from|:)$/.test(normAt(clause.units, at + article + 1)))
  ) {
    const isTask = clause.units
      .slice(at, at + article + 4)
      .some((unit) => /^(task|reminder|todo)$/.test(unit.norm));
    const isFuture =
      verbed !== undefined &&
      !/^(log|record|note|track|capture|document)$/.test(normAt(clause.units, start)) &&
      clause.units.some(
        (unit) =>
          unit.time?.kind === 'span' &&
          unit.time.from.toMillis() > request.context.now.getTime() &&
          unit.start < (clause.units.find((one) => one.norm === ':')?.start ?? Number.POSITIVE_INFINITY),
      );
    if (
      isTask ||
      (isFuture && kind !== 'note') ||
      (verbed === undefined &&
        (!hasSubject(request, at + article + 1) || isOrderBehind(request, at + article + 1)))
    )
      return undefined;
    return readActivity(
      request,
      at + article + 1,
      to,
      kind,
      nameOf(normAt(clause.units, at + article), kind),
    );
  }
  const said = afterVerb(request, 'log');
  if (said !== undefined && normAt(clause.units, start) === 'log' && normAt(clause.units, said) === ':')
    return keptWhole(request, said + 1);
  if (
    said !== undefined &&
    /^(that|down|for|on|with|under|against|:)$/.test(normAt(clause.units, said)) &&
    !/^(add|make|take|leave|capture)$/.test(normAt(clause.units, start))
  )
    return readActivity(
      request,
      said + phraseAt(clause.units, said, 'that|down|down that|:'),
      to,
      'note',
      'note',
      /^(that|down)$/.test(normAt(clause.units, said)),
    );
  const subject = phraseAt(
    clause.units,
    start,
    `i|we|i have|we have|i just|we just|just|i had|we had|today i|i have just|i also`,
  );
  const had = hadOne(request, start + subject);
  if (had) return readActivity(request, had.end, to, had.type, had.called);
  for (const [words, type] of TOLD) {
    for (const offset of new Set([subject, 0, 1])) {
      const length = phraseAt(clause.units, start + offset, words);
      if (length === 0) continue;
      const from = start + offset;
      // "people called Ada" are records of that name
      if (offset > 0 && subject === 0 && sensesAt(clause, start, 'entity').length > 0) continue;
      const noun = clause.units.slice(from, from + length).find(({ norm }) => PARTICULAR.test(norm));
      const drafts = readActivity(request, from + length, to, type, noun?.norm ?? type);
      const verb = textOf(clause, from, from + length);
      return drafts?.map((draft) => ({ ...draft, read: [...(draft.read ?? []), verb] }));
    }
  }
  return undefined;
};

/** "call with Anna went well", "good meeting with Contoso, they ...": told, not ordered, and not still to come. */
function isNews({ clause, start, to, context }: Request): boolean {
  const { units } = clause;
  const manner = phraseAt(units, start, MANNER);
  const noun = start + manner;
  if (KINDS[normAt(units, noun)] === undefined || !/^(with|at)$/.test(normAt(units, noun + 1))) return false;
  const isTold =
    manner > 0 || units.slice(noun + 2, to).some((_, index) => phraseAt(units, noun + 2 + index, WENT) > 0);
  const isAhead = units
    .slice(noun, pauseAt(units, noun, to))
    .some(({ time }) => time?.kind === 'span' && time.from.toMillis() > context.now.getTime());
  return isTold && !isAhead;
}

const WENT = 'went|was|were|turned out|is over|is done|took place|did not go';

/** Where the first part of what is told ends; what comes behind it may speak of other times. */
function pauseAt(units: readonly Unit[], from: number, to: number): number {
  const pause = units.findIndex(({ norm }, at) => at > from && at < to && /^[,.;:–—-]$/.test(norm));
  return pause < 0 ? to : pause;
}

/** News to the letter: what it was, with whom and when is taken from it. */
function keptWhole(request: Request, from: number): Draft[] | undefined {
  const { clause, to, context } = request;
  const pause = pauseAt(clause.units, from, to);
  const words = clause.units.slice(from, pause);
  const type =
    words.map(({ norm }) => KINDS[norm] ?? DONE[norm]).find((found) => found !== undefined) ?? 'note';
  const time = words.map((unit) => unit.time).find((found) => found?.kind === 'span');
  const at =
    time?.kind === 'span' && (time.past ?? time).from.toMillis() <= context.now.getTime() ? time : undefined;
  const drafts = readActivity(request, from, to, type, type, true);
  return drafts?.map((draft) => ({ ...draft, args: { ...draft.args, ...(at && { at: iso(timeOf(at)) }) } }));
}

/** What was done, by the verb that tells it. */
const DONE: Readonly<Record<string, string>> = lookup({
  called: 'call',
  phoned: 'call',
  rang: 'call',
  phone: 'call',
  spoke: 'call',
  spoken: 'call',
  talked: 'call',
  emailed: 'email',
  mailed: 'email',
  wrote: 'email',
  met: 'meeting',
  visited: 'meeting',
});

/** "Yesterday I met Jane": when it was, said in front. */
function toldLater(request: Request): Draft[] | undefined {
  const { units } = request.clause;
  const time = units[request.start]?.time;
  const start = request.start + 1 + phraseAt(units, request.start + 1, ',');
  if (time?.kind !== 'span' || !/^(i|we)$/.test(normAt(units, start))) return undefined;
  const drafts = logActivity({ ...request, start, acts: actsAt(request.clause, start) });
  if (!Array.isArray(drafts)) return undefined;
  return drafts.map((draft) => ({
    ...draft,
    args: { ...draft.args, at: draft.args.at ?? iso(timeOf(time)) },
  }));
}

const nameOf = (noun: string, type: string) => (PARTICULAR.test(noun) ? noun : type);

/** "had a great first demo with Wingtip". */
function hadOne(
  { clause }: Request,
  from: number,
): { end: number; type: string; called: string } | undefined {
  const { units } = clause;
  const verb = phraseAt(units, from, HAD);
  if (verb === 0) return undefined;
  const begin = from + verb + phraseAt(units, from + verb, 'a|an|another|our|the|my');
  let at = begin;
  for (let manner = 1; manner > 0; at += manner) manner = phraseAt(units, at, MANNER);
  const noun = normAt(units, at);
  const type = KINDS[noun];
  if (!type || phraseAt(units, at + 1, 'with|at|for') === 0) return undefined;
  const manner = textOf(clause, begin, at);
  return { end: at + 1, type, called: [manner, nameOf(noun, type)].filter(Boolean).join(' ') };
}

/** "my meeting with Jane: shift that task to Wednesday": what stands behind the colon is to be done, and not what was said. */
function isOrderBehind({ clause, to }: Request, from: number): boolean {
  const colon = clause.units.findIndex(({ norm }, at) => at >= from && at < to && norm === ':');
  if (colon < 0) return false;
  const acts = actsAt(clause, colon + 1);
  return (
    ORDERS.some((act) => acts.has(act)) &&
    POINTED.test(
      clause.units
        .slice(colon + 1, to)
        .map(({ norm }) => norm)
        .join(' '),
    )
  );
}

const ORDERS = ['update', 'move', 'delete', 'complete', 'assign'] as const;
const POINTED = /\b(that|this) (task|meeting|call|one)\b|\bit\b/;

function hasSubject(request: Request, from: number): boolean {
  const colon = request.clause.units.findIndex(
    (unit, index) => index >= from && /^(:|that|-|–)$/.test(unit.norm),
  );
  return colon > 0 && colon < request.to;
}
