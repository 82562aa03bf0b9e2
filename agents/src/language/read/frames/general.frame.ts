import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf } from '../../recognise/unit.ts';
import { rawText } from '../grammar/read-value.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Frame, type Request } from './frame.ts';

const LAST =
  /^(it|that|this|last|change|changes|thing|the|my|what|you|did|just|have|done|your|action|step|previous|edit|one|move|update|delete|deletion|creation|those|these|them|all|of|back|again|latest|way|was|were|before|everything|how|had|to|please)$/;

/** "undo that", "revert the last change", "take it back". */
export const undo: Frame = (request) => {
  const from = afterVerb(request, 'undo');
  if (from === undefined || request.isQuestion) return undefined;
  const rest = wordsOf(request, from, request.to);
  const verb = normAt(request.clause.units, request.start);
  if (severalAt(request, from))
    return [{ tool: 'undo_last', args: {}, confidence: 0.5, refusal: ONE_AT_A_TIME }];
  if (!rest.every((word) => LAST.test(word.toLowerCase()))) return undefined;
  if (/^(restore|cancel|reverse)$/.test(verb) && rest.length === 0) return undefined;
  const read = [textOf(request.clause, from, request.to)];
  return [{ tool: 'undo_last', args: {}, confidence: 0.95, read }];
};

const ONE_AT_A_TIME =
  'I can undo only one change at a time, so I did nothing yet. Say “undo that”, and once more for the change before it.';

/** "the last two things", "both changes": more than the newest change. */
function severalAt({ clause, to }: Request, from: number): boolean {
  const units = clause.units.slice(from, to);
  const isThings = units.some(({ norm }) =>
    /^(things|changes|edits|steps|actions|updates|orders|ones)$/.test(norm),
  );
  return isThings && units.some(({ norm, value }) => SEVERAL.test(norm) || (value ?? 0) > 1);
}

const SEVERAL = /^(both|two|three|four|five|six|several|few|all)$/;

const WHY = `why did you|why have you|why are you|why do you|why would you|why was|why were|how come you|
  what did you just|what did you do|what have you done|what just happened|what did you change|
  explain that|explain what you did|explain why|explain your|explain yourself|what was that|why that|
  why this|what made you|how did you|explain this|explain the last|what did that do|
  what did you delete|what did you update|what did you create|for what reason did you|
  what have you changed|why exactly did you|what was changed|why is that|how did you get|how come|
  explain|what did you just do|what was the last thing you|what is the last thing you|what were the last things you|
  what was your last change|what was the last change|what is the last change|why on earth did you`;

/** "why did you do that?", "what did you just change?": a question, whatever verb it has in it. */
export const explain: Frame = ({ clause, start, to }) => {
  const length = phraseAt(clause.units, start, WHY);
  if (length > 0)
    return to - start <= 16
      ? [{ tool: 'explain_last_turn', args: deedIn(clause, start, to), confidence: 0.9 }]
      : undefined;
  const isOfNotices = /^(two|twice)$/.test(normAt(clause.units, start + 1));
  return normAt(clause.units, start) === 'why' && to - start <= 2 && !isOfNotices
    ? [{ tool: 'explain_last_turn', args: {}, confidence: 0.85 }]
    : undefined;
};

const DEEDS: ReadonlyArray<[change: string, words: RegExp]> = [
  ['deleted', /^(deleted?|removed?)$/],
  ['created', /^(created?|added?)$/],
  [
    'updated',
    /^(re)?assign(ed)?$|^(updated?|moved?|tag(ged)?|edit(ed)?|closed?|complete[d]?|mark(ed)?|rename[d]?)$/,
  ],
  ['any', /^changed?$/],
];

const FIELDS: ReadonlyArray<[field: string, words: RegExp]> = [
  ['owner', /^(re)?assign(ed)?$/],
  ['stage', /^moved?$/],
  ['tags', /^(un)?tag(ged)?$/],
];

/** What is asked about: "why did you delete those contacts" is not about what was said last. */
function deedIn(clause: Clause, from: number, to: number): Record<string, unknown> {
  const change = DEEDS.find(([, words]) =>
    clause.units.slice(from, to).some(({ norm }) => words.test(norm)),
  )?.[0];
  // "what did you just change" is about what was just said
  const isJust = clause.units.slice(from, to).some(({ norm }) => norm === 'just');
  if (!change || isJust) return {};
  const changed = FIELDS.find(([, words]) =>
    clause.units.slice(from, to).some(({ norm }) => words.test(norm)),
  )?.[0];
  const field = changed && { field: changed };
  for (let at = from; at < to; at++) {
    const noun = sensesAt(clause, at, 'entity')[0];
    if (noun) return { change, entity: noun.sense.entity, ...field };
  }
  return { change, ...field };
}

const HELP = `help|what can you do|what can i do|what can i say|what can i ask|what can i ask you|
  how does this work|how do i use this|what are you able to do|what do you do|show me what you can do|
  how do you work|what are my options|commands|what are you|who are you|what else can you do|
  what commands|what are your capabilities|what features|how can you help|how can you help me|
  what can clianta do|i need help|i am lost|get started|getting started|what now|
  give me some examples|examples|tell me what you can do|what kind of things can you do|
  can you help me|can you help|what is possible`;
const HOW_TO = `how do i|how can i|how do we|how to|how would i|how does one|can you explain how to|where can i|
  where do i|show me how to|help with|help me with|how should i|tell me how to|help on|explain how to|
  is there a way to|how can we|what can you do with|what can i do with`;

export const help: Frame = (request) => {
  const { clause, start, to } = request;
  const how = phraseAt(clause.units, start, HOW_TO);
  if (how > 0) {
    const topic = topicOf(request, start + how);
    return [{ tool: 'help', args: { ...(topic && { topic }) }, confidence: 0.85 }];
  }
  const length = phraseAt(clause.units, start, HELP);
  if (length === 0) return undefined;
  const rest = wordsOf(request, start + length, to);
  if (rest.length === 0) return [{ tool: 'help', args: {}, confidence: 0.92 }];
  return rest.length <= 3 && /^(with|on|about|for)$/.test(normAt(clause.units, start + length))
    ? [{ tool: 'help', args: { topic: topicOf(request, start + length + 1) }, confidence: 0.85 }]
    : undefined;
};

/** The noun that a question about how to do something is about. */
function topicOf(request: Request, from: number): string {
  const { clause, to } = request;
  for (let at = from; at < to; at++) {
    const noun = clause.vocabulary
      .startingWith(normAt(clause.units, at))
      .find((entry) => entry.sense.type === 'entity');
    if (noun?.sense.type === 'entity')
      return noun.sense.entity === 'opportunity' ? 'deal' : noun.sense.entity;
  }
  return rawText(clause, from, to).slice(0, 60);
}

const FACTS: ReadonlyArray<[about: string, phrases: string]> = [
  [
    'team',
    `who is on my team|who else is on the team|who else is on my team|who is in my team|who is on our team|who is in the team|who is on the team|
      show the team|show my team|list the team|list teammates|show teammates|show me the team|
      who works here|who are my colleagues|team members|list team members|who are my teammates|
      who is in our team|show me my team|list my team|show team members|list users|show me our team|
      who else is here|show our team|who are we|our team|my team|the team|how many people are on my team|
      how many people are on the team|list all teammates|who is who`,
  ],
  [
    'me',
    `who am i|what is my name|what is my role|what is my email|which user am i|my profile|
      show my profile|am i an admin`,
  ],
  [
    'now',
    `what day is it|what time is it|what is the date|what is today|what date is it|what is the time|
      what is todays date|which day is it|what is the date today|what year is it|what day is today|
      what is my time zone|which time zone am i in|what month is it|what is the current time|
      what is today 's date|what time is it now`,
  ],
  [
    'counts',
    `how many records|what is in the crm|what is in my crm|how much data|workspace overview|
      how big is the crm|what do we have|how many records do we have|how many records are there|
      give me an overview of the workspace|overview of the workspace|how big is our database|
      what is in the database|crm overview`,
  ],
  [
    'workspace',
    `what workspace is this|which workspace is this|which workspace am i in|what is our currency|
      what currency do we use|workspace settings|about this workspace|which currency do we use|
      tell me about the workspace|show the workspace`,
  ],
];

export const facts: Frame = (request) => {
  for (const [about, phrases] of FACTS) {
    const length = phraseAt(request.clause.units, request.start, phrases);
    if (
      length > 0 &&
      wordsOf(request, request.start + length, request.to).every((word) =>
        /^(members?|today|now|right|here|exactly|again|have|do|we|is|there|are|in|total)$/i.test(word),
      )
    )
      return [{ tool: 'workspace_facts', args: { about }, confidence: 0.9 }];
  }
  return undefined;
};
