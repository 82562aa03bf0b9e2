import type { ChatAction } from './chat-reducer.ts';
import { type ChatSocket, emitWithAck, problemOf } from './chat-socket.ts';
import type { ChatState, OutboxItem } from './chat-state.ts';

/** Sends what waits in the outbox, oldest first and one at a time, so that messages keep their order. */
export class OutboxSender {
  readonly #socket: ChatSocket;
  readonly #getState: () => ChatState;
  readonly #dispatch: (action: ChatAction) => void;
  #isFlushing = false;

  constructor(socket: ChatSocket, getState: () => ChatState, dispatch: (action: ChatAction) => void) {
    this.#socket = socket;
    this.#getState = getState;
    this.#dispatch = dispatch;
  }

  async flush(): Promise<void> {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    try {
      for (let item = this.#next(); item && this.#socket.connected; item = this.#next()) {
        await this.#send(item);
      }
    } finally {
      this.#isFlushing = false;
    }
  }

  /** A message whose acknowledgement got lost with the connection goes again, under the same id. */
  async #send({ clientMessageId, conversationId, text, files }: OutboxItem): Promise<void> {
    this.#dispatch({ type: 'outbox_state', clientMessageId, state: 'sending' });
    try {
      await emitWithAck(this.#socket, 'message:send', {
        clientMessageId,
        conversationId,
        text,
        ...(files && { files }),
      });
      this.#dispatch({ type: 'outbox_state', clientMessageId, state: 'sent' });
    } catch (error) {
      const problem = problemOf(error);
      const isLost = problem.code === 'unreachable' && !this.#socket.connected;
      this.#dispatch({
        type: 'outbox_state',
        clientMessageId,
        ...(isLost ? { state: 'waiting' } : { state: 'failed', problem }),
      });
    }
  }

  #next() {
    return this.#getState().outbox.find((item) => item.state === 'waiting');
  }
}
