import type { CrmCore } from '../crm-core.ts';
import type { EventTransport } from './event-transport.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { sweepOutbox } from './sweeper.ts';
import { Clock } from './transports/clock.ts';

export interface RelayOptions {
  /** How often leftovers are looked for. Default 30 s, the first time at once. */
  sweepEveryMs?: number;
  /** Leftovers younger than this are still under way elsewhere. Default 5 s. */
  sweepOlderThanMs?: number;
}

const STOP_MS = 3_000;

export interface RunningRelay {
  relay: OutboxRelay;
  /** Stops listening; what is under way has 3 s, the rest stays in its outbox. */
  stop(): Promise<void>;
}

/** Relays every write of this process from now on, and what an earlier process left behind. */
export function startRelay(
  crm: CrmCore,
  transport: EventTransport,
  options: RelayOptions = {},
): RunningRelay {
  const relay = new OutboxRelay(crm, transport);
  crm.queues = transport;
  const unsubscribe = crm.store.onWrite((write) => relay.take(write));
  const clock = new Clock();
  clock.repeat({
    name: 'sweep-outbox',
    everyMs: options.sweepEveryMs ?? 30_000,
    run: () => sweepOutbox(crm, relay, options.sweepOlderThanMs ?? 5_000),
  });
  return {
    relay,
    async stop() {
      unsubscribe();
      // without a consumer nothing gets through, however long this waits
      if (transport.isConsumed('crm-events')) await relay.drain(STOP_MS);
      relay.stop();
      // a sweep under way ends with the transport; nothing waits for it
      void clock.stop();
    },
  };
}
