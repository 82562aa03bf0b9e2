import { Agent } from 'node:https';
import { connect } from 'node:net';

/** Connects whatever address to a server on this machine, in the clear: what the product's own agent refuses. */
export class LocalAgent extends Agent {
  readonly #port: number;

  constructor(port: number) {
    super();
    this.#port = port;
  }

  override createConnection() {
    return connect(this.#port, '127.0.0.1');
  }
}
