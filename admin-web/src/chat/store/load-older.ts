import type { Older } from '@clianta/bot/channels/web/web.schema';
import type { ChatAction } from './chat-reducer.ts';
import { type ChatSocket, emitWithAck, problemOf } from './chat-socket.ts';
import type { ChatState } from './chat-state.ts';

/** Asks for the messages before the oldest that is here. */
export async function loadOlder(
  socket: ChatSocket,
  { conversationId, messages, older }: ChatState,
  dispatch: (action: ChatAction) => void,
): Promise<void> {
  const before = messages[0]?.position;
  if (!conversationId || before === undefined || older.isLoading) return;
  dispatch({ type: 'older_asked' });
  try {
    const came = await emitWithAck<Older>(socket, 'conversation:older', { conversationId, before });
    dispatch({ type: 'older_came', conversationId, before, older: came });
  } catch (error) {
    dispatch({ type: 'older_failed', conversationId, problem: problemOf(error) });
  }
}
