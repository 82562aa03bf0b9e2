import { setTimeout as pause } from 'node:timers/promises';
import { inSpan } from '@clianta/crm-core/telemetry/span';
import type { AIMessage, BaseMessage } from '@langchain/core/messages';
import type { Runnable } from '@langchain/core/runnables';
import { before } from '../before.ts';
import { failureOf, ModelFailure } from './model-failure.ts';

/** How long it is waited before a second try, where the provider does not say. */
const PAUSE_MS = 250;
/** A provider that wants to be left alone for longer is not waited for. */
const LONGEST_PAUSE_MS = 3_000;

/**
 * Calls a model, and once more when the failure may pass at once. It makes no second call that could write: tools run
 * elsewhere.
 *
 * @param name - as it stands in the configuration
 * @param timeoutMs - for both tries together, also where a vendor's client heeds no signal
 * @throws ModelFailure
 */
export async function askModel(
  model: Runnable<BaseMessage[], AIMessage>,
  messages: BaseMessage[],
  { name, signal, timeoutMs }: { name: string; signal: AbortSignal; timeoutMs: number },
): Promise<AIMessage> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const late = () => {
    throw new ModelFailure('timeout');
  };
  const ask = () =>
    inSpan('model', name, () => before(limit, model.invoke(messages, { signal: limit }), late), {
      messages: messages.length,
    });
  try {
    limit.throwIfAborted();
    return await ask();
  } catch (error) {
    const failure = failureOf(error);
    const { retryAfterMs = PAUSE_MS } = failure;
    if (!failure.mayPass || limit.aborted || retryAfterMs > LONGEST_PAUSE_MS) throw failure;
    await before(limit, pause(retryAfterMs), late);
    return ask().catch((again: unknown) => {
      throw failureOf(again);
    });
  }
}
