import { logger } from '@clianta/crm-core/logger';
import type { AIMessage, BaseMessage } from '@langchain/core/messages';
import { failureOf, ModelFailure } from '../models/model-failure.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** Characters of one token, roughly; of other scripts than Latin there are fewer, and the answer's share makes up for it. */
const CHARACTERS = 4;
/** Tokens that an answer may have. */
const ANSWER = 1_000;

/**
 * Makes a call of a vendor's model within the budget of the workspace and the person: what it may use is reserved before,
 * and what it has used is counted after it.
 *
 * @param declared - the tools that the model is told of
 * @param agent - for which it is called
 * @throws ModelFailure `over_budget`, before anything is called
 */
export async function spendTokens(
  { crm, scope, turnId }: Pick<TurnRuntime, 'crm' | 'scope' | 'turnId'>,
  messages: readonly BaseMessage[],
  declared: unknown,
  call: () => Promise<AIMessage>,
  agent?: string,
): Promise<AIMessage> {
  const said = messages.reduce((sum, { text }) => sum + text.length, JSON.stringify(declared).length);
  const estimate = Math.ceil(said / CHARACTERS) + ANSWER;
  const reserved = await crm.tokens.reserve(scope, estimate, agent);
  if (!reserved) throw new ModelFailure('over_budget');
  const settle = (used: number) =>
    reserved.settle(used).catch((err: unknown) => logger.warn({ err, turnId }, 'tokens were not settled'));
  try {
    const answer = await call();
    await settle(answer.usage_metadata?.total_tokens ?? estimate);
    return answer;
  } catch (error) {
    const failure = failureOf(error);
    // what was answered, or may still be, is paid for
    if (!failure.isOfAnswer && failure.kind !== 'timeout') await settle(0);
    throw failure;
  }
}
