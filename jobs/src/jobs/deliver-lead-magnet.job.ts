import { DELIVER_MAGNET, deliverMagnet } from '@clianta/crm-core/marketing/lead-magnet/deliver-magnet';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

const HOUR_MS = 3_600_000;

/** Mails what somebody filled in a form for; a mailbox that is missing may be connected within a week. */
export const deliverLeadMagnet = defineJob({
  ...DELIVER_MAGNET,
  retry: { delaysMs: [5_000, 60_000, ...Array.from({ length: 28 }, () => 6 * HOUR_MS)] },
  run: ({ crm, workspaceId }: JobRunContext, data) => deliverMagnet(crm, workspaceId, data),
});
