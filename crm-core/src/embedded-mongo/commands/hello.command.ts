import { signInOffer } from './auth.commands.ts';
import { defineCommand } from './command.ts';

/** MongoDB 8.0, the newest that drivers 6.x and 7.x both know. */
export const WIRE_VERSION = 25;
export const SERVER_VERSION = '8.0.0';

/** The handshake of a standalone server: sessions yes, transactions and retryable writes no. */
export const hello = defineCommand({
  names: ['hello', 'isMaster', 'ismaster'],
  fields: [
    'helloOk',
    'client',
    'compression',
    'topologyVersion',
    'maxAwaitTimeMS',
    'saslSupportedMechs',
    'speculativeAuthenticate',
    'loadBalanced',
    'hostInfo',
    'forShell',
    'backpressure',
  ],
  isOpenToAll: true,
  run(command, context) {
    const { session, now } = context;
    return {
      helloOk: true,
      ...('hello' in command ? { isWritablePrimary: true } : { ismaster: true }),
      maxBsonObjectSize: 16 * 1024 * 1024,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: now(),
      logicalSessionTimeoutMinutes: 30,
      connectionId: session.connectionId,
      minWireVersion: 0,
      maxWireVersion: WIRE_VERSION,
      readOnly: false,
      ...signInOffer(command, context),
      ok: 1,
    };
  },
});
