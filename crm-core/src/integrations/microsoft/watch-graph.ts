import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';
import type { FeatureWatch } from '../watch/feature-watch.ts';
import { graph } from './graph.ts';

const DAY_MS = 86_400_000;
const subscriptionSchema = z.object({ id: z.string(), expirationDateTime: z.coerce.date() });

/**
 * Change notifications of Graph. A subscription lasts two days and the next one is begun at half of it; what Graph says with
 * each notice (`clientState`) is our id of it and its secret.
 *
 * @param resourceOf - what is watched, of a stream
 */
export const watchGraph = (
  streams: FeatureWatch['streams'],
  changeType: string,
  resourceOf: (stream: string) => string,
): FeatureWatch => ({
  streams,
  lastsMs: 2 * DAY_MS,
  renewBeforeMs: DAY_MS,

  async begin(connection, { id, secret, stream, address, until }) {
    const answer = await graph(connection, {
      method: 'POST',
      path: '/subscriptions',
      json: {
        changeType,
        resource: resourceOf(stream),
        notificationUrl: address,
        lifecycleNotificationUrl: address,
        expirationDateTime: until.toISOString(),
        clientState: stateOf(id, secret),
      },
      isRepeatable: false,
    });
    const { id: externalId, expirationDateTime: expiresAt } = answer.json(subscriptionSchema);
    return { externalId, expiresAt };
  },

  end: (connection: Connection, { externalId }) =>
    graph(connection, {
      method: 'DELETE',
      path: `/subscriptions/${encodeURIComponent(externalId)}`,
      takes: [404],
    }).then(() => {}),
});

const stateOf = (id: string, secret: string) => `${id}.${secret}`;

/** What `stateOf` made; empty parts for anything else. */
export function readState(state: string): { id: string; secret: string } {
  const [id = '', secret = ''] = state.split('.');
  return { id, secret };
}
