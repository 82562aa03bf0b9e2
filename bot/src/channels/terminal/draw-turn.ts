import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { Channel } from '../../channel.ts';

/** Draws a turn and its answer. @returns whether its end came */
export async function drawTurn(
  channel: Channel,
  to: ThreadAddress,
  turnId: string,
  events: AsyncIterable<TurnEvent>,
): Promise<boolean> {
  for await (const event of events) {
    await channel.show(to, turnId, event);
    if (event.type !== 'done') continue;
    await channel.send(to, event.result.reply, turnId);
    return true;
  }
  return false;
}
