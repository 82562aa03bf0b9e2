import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';

/** What a turn comes to, for whoever waits for it. */
export async function turnResultOf(events: AsyncIterable<TurnEvent>): Promise<TurnResult> {
  for await (const event of events) if (event.type === 'done') return event.result;
  throw new Error('The turn ended without a result.');
}
