import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf } from '../../recognise/unit.ts';
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
