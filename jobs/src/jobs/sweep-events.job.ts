import { InboundEvent } from '@clianta/crm-core/integrations/inbound-hook/inbound-event.schema';
import { enqueueEvent } from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import type { ScheduledJob } from '../job.ts';

/** So long after it came, an event has been forgotten: a process ended between storing it and the order for it. */
const FORGOTTEN_MS = 60_000;
const BATCH = 500;

/** Takes up events from other systems that nobody has begun with; those that wait in the queue are known there. */
export const sweepEvents: ScheduledJob = {
  name: 'sweep-events',
  everyMs: 60_000,
  async run({ crm }) {
    const forgotten = await crm.store
      .model(InboundEvent)
      .find({ status: 'waiting', at: { $lte: new Date(crm.now().getTime() - FORGOTTEN_MS) } })
      .sort({ at: 1 })
      .limit(BATCH)
      .select({ _id: 1, workspaceId: 1 })
      .lean<Array<{ _id: string; workspaceId: string }>>();
    for (const { _id: id, workspaceId } of forgotten) await enqueueEvent(crm, workspaceId, id);
  },
};
