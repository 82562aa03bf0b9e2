import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { queueEvent } from '@clianta/crm-core/integrations/webhook/queue-event';
import type { JobContext } from '../job.ts';

/** Other systems that want to know of an event are sent it. */
export async function sendWebhooks({ crm }: JobContext, event: DomainEvent): Promise<void> {
  await queueEvent(crm, event);
}
