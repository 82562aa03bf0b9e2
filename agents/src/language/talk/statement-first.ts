import type { Command, Understanding } from '../language-context.ts';
import { withToldOrder } from '../read/frames/order-told.ts';
import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { isJobTitle } from '../recognise/lexicon/job-titles.ts';
import { scoreAs } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf, type Unit } from '../recognise/unit.ts';
import { verbOf } from '../recognise/verb-forms.ts';

/** Joints behind which the request of a message begins. */
const JOINT = ', so|so|, therefore|therefore|, hence|, that is why|, which means|, and so|, then|, thus';
/** These do not tell of what is; they say when, or for what, something is to be done. */
const NO_STATEMENT =
  /^(if|when|whenever|unless|until|before|after|once|except|only|not|never|do|does|all|every|any|for|in|on|at|by|with|without)$/;
/** What to do with what was told: nothing but that it is to be done. */
const DO_IT = `update|change|fix|correct|adjust|amend|reassign|record|enter|save|do|make|put|set|apply|reflect|assign|sort out|handle|take care of`;
/** What it is done to, where that was told before. */
const POINTER = 'it|that|this|them|those|these|everything';
const OWNER = 'the|his|her|their|its|our|this|that|these|those';
const KEPT = `record|records|profile|profiles|crm|system|database|account|accounts|data|change|changes|update|updates|owner|owners|
  entry|entries|details|card|title|job title|status`;
const TAIL =
  'accordingly|for me|for us|over|in the crm|in the system|in our crm|in the database|to the crm|in crm|there';
const LOG_IT =
  'log it|log that|log this|note it|note that|note this|record it|record that|write it down|write that down';
const TAKES_OVER =
  'is taking over|takes over|will take over|took over|has taken over|is going to take over|is responsible for|will look after|looks after|is looking after|will handle|is the new owner of|owns';

/**
 * A message that tells something and then asks for something, as the request alone: "Akira is taking over Acme. Can you
 * reassign it?" is "assign Acme to Akira", "Jonas is leaving. Show me what he owns" is "Show me what Jonas owns".
 *
 * @returns undefined when there is no such request, or it cannot be told what its words stand for; `isTold`: what is to be
 *   done is what was told, and the rest of the message only says so
 */
function requestOfStatement(clause: Clause): { text: string; isTold?: boolean } | undefined {
  const from = requestAt(clause);
  if (from === undefined) return undefined;
  const { units } = clause;
  const start = skipCourtesy(clause, from, units.length);
  const told: Clause = { ...clause, units: units.slice(0, from) };
  const log = phraseAt(units, start, LOG_IT);
  if (log > 0) return asTold(withToldOrder(clause));
  const verb = phraseAt(units, start, DO_IT);
  const object = verb > 0 ? objectAt(units, start + verb) : 0;
  const isGeneric = object > 0 && isEnd(units, start + verb + object);
  if (isGeneric) return asTold(orderIn(told));
  const text = filledIn({ ...clause, units: units.slice(start) }, told);
  return text === undefined ? undefined : { text };
}

/** How long "it", "them in the crm", "his job title accordingly" is; 0: it is something of its own. */
function objectAt(units: readonly Unit[], from: number): number {
  const owner = phraseAt(units, from, OWNER);
  const kept = owner > 0 ? phraseAt(units, from + owner, KEPT) : 0;
  let at = from + (kept > 0 ? owner + kept : phraseAt(units, from, POINTER));
  for (let tail = phraseAt(units, at, TAIL); tail > 0; tail = phraseAt(units, at, TAIL)) at += tail;
  return at - from;
}

const asTold = (text: string | undefined) => (text === undefined ? undefined : { text, isTold: true });

const isEnd = (units: readonly Unit[], from: number) =>
  units.slice(from).every(({ norm }) => /^([\p{P}]|please|thanks|now|for|me|then|too)$/u.test(norm));

/** Where the request begins: behind the last end of a sentence, or a joint, before which only things are told. */
function requestAt(clause: Clause): number | undefined {
  const { units } = clause;
  const begin = skipCourtesy(clause, 0, units.length);
  if (isQuestionAt(clause, begin) || NO_STATEMENT.test(normAt(units, begin))) return undefined;
  // "we need to move Jane to Raj. Can you update the CRM?" says once more that it is to be done
  const isOrder = actsAt(clause, begin).size > 0;
  let found: number | undefined;
  for (let at = begin + 2; at < units.length - 1 && found === undefined; at++) {
    const isSentence =
      /^([.!?;\n–—-]|\.\.\.|…)$/.test(normAt(units, at)) && units[at + 1]?.start !== units[at]?.end;
    const joint = isSentence || isPointedBehind(clause, at) ? 1 : phraseAt(units, at, JOINT);
    if (joint === 0) continue;
    const start = skipCourtesy(clause, at + joint, units.length);
    const generic = phraseAt(units, start, DO_IT);
    const isOnce = generic > 0 && isEnd(units, start + generic + objectAt(units, start + generic));
    if (start < units.length && (isOnce || (!isOrder && isRequestAt(clause, start)))) found = at + joint;
  }
  return found;
}

const isRequestAt = (clause: Clause, at: number): boolean =>
  actsAt(clause, at).size > 0 ||
  isQuestionAt(clause, at) ||
  isLastAsked(clause, at) ||
  phraseAt(clause.units, at, `${LOG_IT}|${DO_IT}|let|have`) > 0;

/** It is the last sentence, and a question. */
const isLastAsked = ({ units }: Clause, at: number): boolean =>
  units.at(-1)?.norm === '?' && !units.slice(at, -1).some(({ norm }) => /^([.!?;\n]|\.\.\.|…)$/.test(norm));

/** "..., shift its closing date": an order behind a comma that points at what was told. */
function isPointedBehind(clause: Clause, at: number): boolean {
  const { units } = clause;
  if (normAt(units, at) !== ',') return false;
  const start = skipCourtesy(clause, at + 1, units.length);
  // "Bob's email bounced, remove it": of a person "it" may be anything
  const isOfPerson = units
    .slice(0, at)
    .some((unit) => scoreAs(unit, 'contact') > 0 || scoreAs(unit, 'user') > 0);
  const isPointed = ({ norm }: Unit) => OWN.test(norm) || (!isOfPerson && THING.test(norm));
  return actsAt(clause, start).size > 0 && units.slice(start).some(isPointed);
}

/** The reading of the request alone, where the whole message is not read for sure or only looks for its words. */
export async function behindStatement(
  clause: Clause,
  whole: Understanding,
  read: (request: string) => Promise<Understanding>,
): Promise<Understanding | undefined> {
  // what holds the words of the statement has not understood it
  const isVerbatim = ({ args }: Command) =>
    Object.values(args).some((value) => typeof value === 'string' && value.split(' ').length > MOST_WORDS);
  const isRead = whole.kind === 'plan' || (whole.kind === 'commands' && !whole.commands.some(isVerbatim));
  const request = requestOfStatement(clause);
  if (!request || (isRead && !request.isTold) || request.text.trim() === clause.message.trim())
    return undefined;
  const asked = await read(request.text);
  return asked.kind === 'commands' ? asked : undefined;
}

/** Longer values are no names. */
const MOST_WORDS = 5;

const PERSON = /^(he|him|she|her)$/;
const OWN = /^(his|her|their|its)$/;
/** "Move her from": nothing of hers follows. */
const NO_OWN = /^(\p{P}|from|to|as|at|on|in|into|for|with|by|over|and|or|off|out|back|up|down)$/u;
const THING = /^(it|that|this)$/;
const THEM = /^(them|those|these)$/;

/** The request with names where its words point at what was told. */
function filledIn(request: Clause, told: Clause): string | undefined {
  const { units, message } = request;
  const first = units[0];
  if (!first) return undefined;
  const people = told.units.filter((unit) => scoreAs(unit, 'contact') > 0 || scoreAs(unit, 'user') > 0);
  const others = told.units.flatMap((unit, at) =>
    unit.kind === 'name' && !people.includes(unit) ? [phraseOf(told, at)] : [],
  );
  const period = told.units.findLast(({ time }) => time !== undefined)?.text;
  const only = (names: readonly string[]) => (new Set(names).size === 1 ? names[0] : undefined);
  const person = only(people.map(({ text }) => text));
  const those = thoseTold(told);
  const thing = only(others) ?? (others.length === 0 ? person : undefined);
  const isNamed = (at: number) => units.slice(0, at).some(({ kind }) => kind === 'name');
  let text = message.slice(first.start);
  for (let at = units.length - 1; at >= 0; at--) {
    const unit = units[at] as Unit;
    const { norm } = unit;
    const isPossessive = OWN.test(norm) && at + 1 < units.length && !NO_OWN.test(normAt(units, at + 1));
    const put = (by: string, to = unit) => {
      text = text.slice(0, unit.start - first.start) + by + text.slice(to.end - first.start);
    };
    if (isNamed(at)) continue;
    if (THEM.test(norm) && those !== undefined) put(those);
    // one person alone was told of
    else if (norm === 'them' && person !== undefined && others.length === 0) put(person);
    else if (norm === 'then' && period && at > 0) put(period);
    else if (isPossessive || PERSON.test(norm)) {
      const name = norm === 'its' || norm === 'their' ? thing : person;
      if (name === undefined) return undefined;
      put(isPossessive ? `${name}'s` : name);
    } else if (THING.test(norm) && others.length > 0 && sensesAt(request, at + 1, 'entity').length === 0) {
      if (thing === undefined) return undefined;
      put(thing);
    } else if (norm === 'the' && thing !== undefined && others.length > 0 && !isNamedAfter(units, at)) {
      const noun = [1, 2].find((ahead) => sensesAt(request, at + ahead, 'entity').length > 0);
      if (noun !== undefined) put(`the ${others[0]}`);
    }
  }
  return text;
}

const isNamedAfter = (units: readonly Unit[], at: number) =>
  units.slice(at).some(({ kind }) => kind === 'name');

/** "the Summit renewal", of which only a part may be known by name. */
function phraseOf(told: Clause, at: number): string {
  const noun = sensesAt(told, at + 1, 'entity')[0]?.length ?? 0;
  return textOf(told, at, at + 1 + noun);
}

/** The sentences of what was told, the last one first. */
function sentencesOf(told: Clause): Clause[] {
  const ends = told.units.flatMap(({ norm }, at) => (/^([.!?;\n]|\.\.\.|…)$/.test(norm) ? [at] : []));
  const starts = [0, ...ends.map((at) => at + 1)];
  return starts
    .map((from, index) => ({ ...told, units: told.units.slice(from, ends[index] ?? told.units.length) }))
    .filter(({ units }) => units.length > 0)
    .toReversed();
}

/** What was told as an order: who takes what over, what somebody has become. Else what was told itself. */
function orderIn(told: Clause): string | undefined {
  for (const sentence of sentencesOf(told)) {
    const { units } = sentence;
    for (let at = 0; at < units.length; at++) {
      const takes = phraseAt(units, at, TAKES_OVER);
      const who = units[at - 1];
      if (takes > 0 && scoreAs(who, 'user') > 0 && at + takes < units.length)
        return `assign ${textOf(sentence, at + takes, units.length).replace(/^the (.+) account$/i, '$1')} to ${who?.text}`;
      const is = phraseAt(
        units,
        at,
        'is|became|has become|was promoted to|got promoted to|was made|is now|is the new|is our new|to',
      );
      const end = units.findIndex(
        ({ norm }, place) => place > at + is && /^([\p{P}]|now|and|there)$/u.test(norm),
      );
      const said = textOf(
        sentence,
        at + is + phraseAt(units, at + is, 'now the|the new|now|the|a|an'),
        end < 0 ? units.length : end,
      );
      const person = told.units.filter((unit) => scoreAs(unit, 'contact') > 0);
      const [only] = person;
      if (is > 0 && only && person.length === 1 && said.split(' ').length < 5 && isJobTitle(said))
        return `set the job title of ${only.text} to ${said}`;
    }
  }
  const [last] = sentencesOf(told);
  return last && (announced(last) ?? textOf(last, 0, last.units.length));
}

/** "we are moving Jane to Raj" as the order: "move Jane to Raj". */
function announced(told: Clause): string | undefined {
  const { units, vocabulary } = told;
  const who = phraseAt(units, 0, 'we|i|they|our team');
  const will = who > 0 ? phraseAt(units, who, 'are|am|have been|will be|are going to be') : 0;
  const verb = will > 0 ? verbOf(units, who + will, vocabulary) : undefined;
  return verb && `${verb} ${textOf(told, who + will + 1, units.length)}`;
}

/** "there are a few customers that ...": all of those that are told of. */
function thoseTold(told: Clause): string | undefined {
  for (const sentence of sentencesOf(told)) {
    const { units } = sentence;
    for (let at = 0; at < units.length; at++) {
      const there = phraseAt(units, at, 'there are|there is');
      const some = there > 0 ? phraseAt(units, at + there, SOME) : 0;
      if (some > 0) return `all ${textOf(sentence, at + there + some, units.length)}`;
    }
  }
  return undefined;
}

const SOME = 'a few|some|several|a couple of|many|a lot of|lots of|a number of|a bunch of';
