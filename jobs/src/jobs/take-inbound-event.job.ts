import { isRetryable } from '@clianta/crm-core/errors';
import { TAKE_EVENT } from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import { failEvent, takeEvent } from '@clianta/crm-core/integrations/inbound-hook/take-event';
import { logger } from '@clianta/crm-core/logger';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

const DELAYS_MS = [1_000, 5_000, 30_000];

/** Does what an event from another system asks for. One at a time in a workspace: two would make the same company twice. */
export const takeInboundEvent = defineJob({
  ...TAKE_EVENT,
  retry: { delaysMs: DELAYS_MS },
  limit: { concurrent: 1 },
  async run({ crm, workspaceId, attempt }: JobRunContext, { eventId }) {
    try {
      await takeEvent(crm, workspaceId, eventId);
    } catch (error) {
      if (isRetryable(error) && attempt <= DELAYS_MS.length) throw error;
      logger.info({ err: error, event: eventId }, 'an event from outside was not taken');
      const isOurs = isRetryable(error);
      await failEvent(
        crm,
        eventId,
        isOurs || !(error instanceof Error) ? 'Something went wrong on our side.' : error.message,
      );
      if (isOurs) throw error;
    }
  },
});
