import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';
import type { FeatureWatch } from '../watch/feature-watch.ts';
import type { googleEnv } from './google.integration.ts';

const DAY_MS = 86_400_000;
const watchSchema = z.object({ expiration: z.coerce.number() });
const base = 'gmail';
const limit = 'gmail';
/** Google, "Usage limits": what the two calls count. */
const [WATCH_UNITS, STOP_UNITS] = [100, 50];

/** Where Google Cloud Pub/Sub pushes to, behind the address of Google’s pushes. */
export const GMAIL_PUSH = '/gmail';

/** Gmail tells of new mail by a topic of Google Cloud Pub/Sub; without one the clock looks. */
export const watchGmail: FeatureWatch = {
  streams: (connection) => (topicOf(connection) ? ['mail'] : []),
  lastsMs: 7 * DAY_MS,
  renewBeforeMs: 6 * DAY_MS,
  isReplaced: true,

  async begin(connection) {
    const answer = await connection.call({
      method: 'POST',
      base,
      path: '/users/me/watch',
      limit,
      units: WATCH_UNITS,
      json: {
        topicName: topicOf(connection),
        labelIds: ['SPAM', 'TRASH', 'DRAFT'],
        labelFilterBehavior: 'EXCLUDE',
      },
      isRepeatable: true,
    });
    return { externalId: 'mail', expiresAt: new Date(answer.json(watchSchema).expiration) };
  },

  async end({ call }) {
    await call({
      method: 'POST',
      base,
      path: '/users/me/stop',
      limit,
      units: STOP_UNITS,
      isRepeatable: true,
    });
  },
};

const topicOf = ({ crm, credential }: Connection): string | undefined =>
  (crm.integrations.vendor(credential.vendor).env as z.output<typeof googleEnv>).GOOGLE_PUBSUB_TOPIC;
