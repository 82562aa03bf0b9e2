import { answerQuestion } from './answer-question.ts';
import { meetingPrep } from './frames/brief.frame.ts';
import type { Draft, Request } from './frames/frame.ts';
import { MIN_CONFIDENCE, readClause } from './frames/read-clause.ts';
import { actsAt, isQuestionAt, skipCourtesy } from './grammar/clause-head.ts';
import { splitClauses } from './grammar/clauses.ts';
import { readUnits } from './grammar/read-units.ts';
import type { Introduced } from './grammar/selection.ts';
import { corrected } from './grammar/self-correction.ts';
import { type Clause, textOf } from './grammar/unit.ts';
import type { Command, LanguageContext, Understanding } from './language-context.ts';
import { vocabularyOf } from './lexicon/vocabulary.ts';
import { nameLookup } from './names/known-names.ts';
import { commandOf, complexityOf } from './plan.ts';
import { smallTalk } from './small-talk.ts';
import { tokenise } from './text/tokenise.ts';
import { emptyMessage, takenBack, tooMany, unclear } from './unclear.ts';

/** More commands than this in one message are a paste, not a request. */
const MAX_COMMANDS = 8;
/** Meeting preparation asks four agents and joins what they find. */
const PLAN_COMPLEXITY = 0.8;

/**
 * Understands an English CRM request without a model: tokens, times and names, clauses, frames, commands.
 *
 * @param text - the message as it was written; only its beginning is read as grammar when it is very long
 * @returns commands whose arguments pass the tools' own checks, a plan, or a reply that says what was not understood
 */
export async function understand(text: string, context: LanguageContext): Promise<Understanding> {
  const tokens = tokenise(text);
  if (!tokens.some((token) => /[\p{L}\p{N}]/u.test(token.text)))
    return text.trim() ? unclear(undefined, undefined) : emptyMessage();
  const answer = answerQuestion(tokens, text, context);
  if (answer) return answer;
  const reply = smallTalk(tokens, context.user.name);
  if (reply) return { kind: 'small_talk', reply };
  const vocabulary = vocabularyOf(context);
  const lookup = nameLookup(context);
  const units = await readUnits(tokens, text, context, vocabulary, lookup);
  const clause: Clause = { units, message: text, vocabulary };
  const meant = corrected(clause);
  if (meant === 'unclear') return takenBack();
  if (meant !== undefined) return understand(meant, context);
  const commands: Command[] = [];
  const introduced: Introduced[] = [];
  for (const span of splitClauses(clause)) {
    if (commands.length >= MAX_COMMANDS) return tooMany(MAX_COMMANDS);
    const plan =
      commands.length === 0 ? planOf(clause, span.from, span.to, context, lookup, introduced) : undefined;
    if (plan) return plan;
    const { drafts, request } = await readClause(clause, span, context, lookup, introduced);
    const weak = drafts.find((draft) => commandOf(draft, '').confidence < MIN_CONFIDENCE);
    if (drafts.length === 0 || weak) {
      if (isIdle(request)) continue;
      return unclear(request, weak);
    }
    for (const draft of drafts) {
      const command = commandOf(withIntroduced(draft, commands), textOf(clause, span.from, span.to));
      if (!commands.some((before) => isSame(before, command))) commands.push(command);
    }
    for (const draft of drafts) introduced.unshift(...(draft.introduces ?? []));
  }
  if (commands.length === 0) return unclear(undefined, undefined);
  return { kind: 'commands', commands, complexity: complexityOf(commands) };
}

/** Said twice is meant once. */
function isSame(a: Command, b: Command): boolean {
  return a.tool === b.tool && JSON.stringify(a.args) === JSON.stringify(b.args);
}

/** The first command of a message has nothing before it to depend on. */
function withIntroduced(draft: Draft, before: readonly Command[]): Draft {
  return before.length === 0 ? { ...draft, needsPrevious: false } : draft;
}

/** A clause of courtesy only: "thanks", "hi Clianta". */
function isIdle(request: Request): boolean {
  const words = request.clause.units
    .slice(request.start, request.to)
    .filter((unit) => unit.kind === 'word')
    .map((unit) => unit.norm);
  return (
    words.length === 0 ||
    words.every((word) =>
      /^(thanks|thank|you|hi|hello|hey|there|clianta|please|ok|okay|great|cool|perfect|good|morning|afternoon|cheers|much|very|a|lot|so|bye|appreciated|team|everyone)$/.test(
        word,
      ),
    )
  );
}

function planOf(
  clause: Clause,
  from: number,
  to: number,
  context: LanguageContext,
  lookup: Request['lookup'],
  introduced: readonly Introduced[],
): Understanding | undefined {
  const start = skipCourtesy(clause, from, to);
  const prep = meetingPrep({
    clause,
    context,
    lookup,
    introduced,
    start,
    to,
    acts: actsAt(clause, start),
    isQuestion: isQuestionAt(clause, start),
  });
  return prep && { kind: 'plan', plan: 'meeting_prep', args: prep.args, complexity: PLAN_COMPLEXITY };
}
