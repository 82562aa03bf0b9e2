import type { IncomingMessage, ServerResponse } from 'node:http';
import { LLMock } from '@copilotkit/aimock';
import type { WireAnswer } from './model-drivers/model-driver.ts';

type Answering = (response: ServerResponse) => void;

/**
 * A model's server on loopback: what it says is scripted with `mock.on`, in the wire format of whoever asks. What is given
 * to `next` comes first, as it is, once each.
 */
export class ModelStandIn {
  readonly mock = new LLMock({ port: 0 });
  /** Requests that were ended by the client before they had an answer. */
  abandoned = 0;
  /** Calls of the agent's or the router's model that were answered by `next`. */
  taken = 0;
  readonly #queue: Answering[] = [];

  async start(): Promise<this> {
    const handleRequest = async (request: IncomingMessage, response: ServerResponse) => {
      const answering = this.#queue.shift();
      if (!answering) return false;
      this.taken++;
      request.resume();
      answering(response);
      return true;
    };
    this.mock.mount('', { handleRequest });
    await this.mock.start();
    return this;
  }

  /** Answers of the next calls. */
  next(...answers: WireAnswer[]): void {
    for (const { status = 200, headers = {}, body } of answers)
      this.#queue.push((response) => void response.writeHead(status, headers).end(body));
  }

  /** The next call is answered with half of that, and then the line goes dead. */
  nextBreaksOff({ headers = {}, body }: WireAnswer): void {
    this.#queue.push((response) => {
      response.writeHead(200, headers);
      response.write(body.slice(0, body.length / 2), () => response.destroy());
    });
  }

  /** The next call is never answered. */
  nextIsSilent(): void {
    this.#queue.push((response) => void response.once('close', () => this.abandoned++));
  }

  /** Not waited for: a connection that a client has opened and not used keeps the server for five seconds. */
  stop(): void {
    void this.mock.stop();
  }
}
