import { isDeepStrictEqual } from 'node:util';
import type { ChoiceCard } from '../reply.schema.ts';
import type { OpenQuestion } from '../tool.ts';

interface Call {
  tool: string;
  args: Record<string, unknown>;
}

/** The call that choosing an option makes; undefined when there is no such option. */
export function chosenCall(question: OpenQuestion, option: number): Call | undefined {
  const chosen = question.options[option];
  if (!chosen) return undefined;
  return chosen.call ?? callWith(question, chosen.value);
}

/** The call that asked, with its answer. */
export function callWith(question: OpenQuestion, value: unknown): Call {
  const args = structuredClone(question.args);
  setPath(args, question.argument, value);
  return { tool: question.tool, args };
}

/** Fills `where.0.value` and the like. */
function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  let at: Record<string, unknown> = target;
  for (const key of keys.slice(0, -1)) {
    const next = at[key];
    if (typeof next !== 'object' || next === null) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  const last = keys.at(-1);
  if (last) at[last] = value;
}

/** The card that asks a question, with buttons for as long as it waits. */
export const choiceCard = ({ id, text, options }: OpenQuestion): ChoiceCard => ({
  type: 'choice',
  choiceId: id,
  title: text,
  options: options.map(({ label, detail }) => ({ label, ...(detail && { detail }) })),
  status: 'open',
});

/** What a turn did, as far as a question that waits is concerned. */
export interface TurnCalls {
  /** What was to be called, in order. */
  calls: readonly Call[];
  /** One of them changes something. */
  isChange: boolean;
  /** Its message said that none of the options is wanted. */
  isLeft: boolean;
}

/** How a question ended. */
export type Ended = { status: 'answered'; chosen: number } | { status: 'left' };

/**
 * What becomes of a question that waits when a turn asks none itself: it is answered by one of its own calls, left by
 * another change or by words, and waits on through what only reads.
 *
 * @param isList - the turn showed a list
 */
export function questionAfter(
  question: OpenQuestion,
  { calls, isChange, isLeft }: TurnCalls,
  isList: boolean,
): OpenQuestion | Ended {
  const chosen = question.options.findIndex((_, option) => {
    const wanted = chosenCall(question, option);
    return calls.some(({ tool, args }) => isDeepStrictEqual({ tool, args }, wanted));
  });
  if (chosen >= 0) return { status: 'answered', chosen };
  if (isChange || isLeft) return { status: 'left' };
  return { ...question, since: isList || question.since === 'list' ? 'list' : 'talk' };
}
