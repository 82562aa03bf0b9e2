import { ToolMessage } from '@langchain/core/messages';
import type { Command } from '../language/language-context.ts';
import { listed } from '../tools/format.ts';
import type { StepState } from './state.ts';

/** Orders of a message that were not carried out, and why. */
export const leftOutInWords = (commands: readonly Command[], why: string): string =>
  `I left out ${listed(commands.map(({ span }) => `“${span}”`))}, ${why}.`;

/** The calls of what the language engine has read are known by their places. */
export const callId = (position: number) => `call_${position}`;

/** What is told of the orders that a step did not come to: the one before them asked back, or made nothing that they are about. */
export function restInWords({ step, messages, outcome }: StepState): string | undefined {
  if (outcome.status === 'failed' || !step.commands) return undefined;
  const done = new Set(messages.filter((one) => ToolMessage.isInstance(one)).map((one) => one.tool_call_id));
  const rest = step.commands.filter((_, position) => !done.has(callId(position)));
  if (rest.length === 0) return undefined;
  return leftOutInWords(
    rest,
    outcome.question ? 'until you have answered that' : 'since what it is about was not made or found',
  );
}

/** Below the answer: the words and remarks that have no place in it, so that nobody takes it for less than it is. */
export function asideInWords({ step, outcome }: StepState): string | undefined {
  const words = step.commands?.flatMap(({ aside = [] }) => aside) ?? [];
  if (words.length === 0 || outcome.status === 'failed' || outcome.question) return undefined;
  return `I left ${listed(words.map((word) => `“${word}”`))} aside, since I do not know what to do with ${words.length > 1 ? 'them' : 'it'} here.`;
}
