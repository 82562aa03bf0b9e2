import { lookUpAtTwilio } from '@clianta/crm-core/integrations/twilio/send-by-twilio';
import { takeTwilioStatus } from '@clianta/crm-core/integrations/twilio/twilio-status';
import { PhoneMessage } from '@clianta/crm-core/marketing/phone-message/phone-message.schema';
import { PhoneRows } from '@clianta/crm-core/marketing/phone-message/phone-rows';
import { SETTLE_PHONE } from '@clianta/crm-core/marketing/phone-message/send-phone-order';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';

/** Asks the vendor what became of a message of which nobody knows, or that has had no news for a day. */
export const settlePhoneMessage = defineJob({
  ...SETTLE_PHONE,
  limit: { concurrent: 2 },
  async run({ crm, workspaceId }: JobRunContext, { messageId }): Promise<void> {
    const rows = new PhoneRows(crm);
    const row = await rows.find(workspaceId, messageId);
    if (!row?.credentialId || !['unknown', 'sent'].includes(row.status)) return;
    const connection = await crm.integrations.connection(workspaceId, row.credentialId);
    const isTaken = async (providerId: string) =>
      (await crm.store.model(PhoneMessage).countDocuments({ workspaceId, providerId })) > 0;
    const found = await lookUpAtTwilio(connection, row, isTaken);
    await rows.checked(row);
    if (!found) return;
    const code = found.error_code ?? undefined;
    await takeTwilioStatus(crm, row, { sid: found.sid, status: found.status, code });
  },
});
