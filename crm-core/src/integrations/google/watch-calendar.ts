import { z } from 'zod';
import { calendarOf } from '../calendar/send-events.ts';
import { RefusedError } from '../layer/vendor-error.ts';
import type { FeatureWatch } from '../watch/feature-watch.ts';

const DAY_MS = 86_400_000;
const channelSchema = z.object({ resourceId: z.string(), expiration: z.coerce.number() });
const limit = 'calendar';

/** Push notifications of Calendar v3: a channel for each calendar, which says that something is new and nothing more. */
export const watchCalendar: FeatureWatch = {
  streams: ({ credential }) => [calendarOf(credential)],
  lastsMs: 7 * DAY_MS,
  renewBeforeMs: DAY_MS,

  async begin({ call }, { id, secret, stream, address, until }) {
    const answer = await call({
      method: 'POST',
      path: `/calendars/${encodeURIComponent(stream)}/events/watch`,
      limit,
      json: { id, type: 'web_hook', address, token: secret, expiration: String(until.getTime()) },
      isRepeatable: false,
    });
    const { resourceId, expiration } = answer.json(channelSchema);
    return { externalId: resourceId, expiresAt: new Date(expiration) };
  },

  async end({ call }, { _id: id, externalId: resourceId }) {
    const json = { id, resourceId };
    await call({ method: 'POST', path: '/channels/stop', limit, json, takes: [404] }).catch((error) => {
      // it has ended by itself
      if (!(error instanceof RefusedError)) throw error;
    });
  },
};
