import type { ProposedRecords, Rated, RateRequest } from '@clianta/bot/channels/web/web.schema';
import { ChatError, type ChatSocket, emitWithAck } from './chat-socket.ts';

export type { ProposedRecords };
export type Verdict = RateRequest['verdict'];

/** What cards ask of the server besides what becomes a message of the conversation. */
export class CardRequests {
  readonly #socket: ChatSocket;

  constructor(socket: ChatSocket) {
    this.#socket = socket;
  }

  /** @returns what to tell the person. @throws ChatError */
  readonly rate = async (turnId: string, verdict: Verdict, comment?: string): Promise<string> => {
    const { text } = await this.#ask<Rated>('feedback:send', {
      turnId,
      verdict,
      ...(comment && { comment }),
    });
    return text;
  };

  /** @throws ChatError */
  readonly proposed = (approvalId: string, from: number): Promise<ProposedRecords> =>
    this.#ask('approval:records', { approvalId, from });

  #ask<T>(event: string, payload: object): Promise<T> {
    if (!this.#socket.connected)
      throw new ChatError({ code: 'offline', message: 'You are offline. Try again when connected.' });
    return emitWithAck(this.#socket, event, payload);
  }
}
