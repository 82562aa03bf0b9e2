import type { CrmCore } from '@clianta/crm-core/crm-core';
import { CliantaError } from '@clianta/crm-core/errors';
import {
  ReconnectError,
  RefusedError,
  ThrottledError,
  VendorError,
} from '@clianta/crm-core/integrations/layer/vendor-error';
import { sendByTwilio } from '@clianta/crm-core/integrations/twilio/send-by-twilio';
import {
  noteRefusal,
  takeTwilioStatus,
  twilioWords,
} from '@clianta/crm-core/integrations/twilio/twilio-status';
import { nextMailAttemptMs } from '@clianta/crm-core/marketing/outbox/retry-plan';
import { logPhoneMessage } from '@clianta/crm-core/marketing/phone-message/log-phone-message';
import { whyNotPhoned } from '@clianta/crm-core/marketing/phone-message/may-be-phoned';
import { phoneTime } from '@clianta/crm-core/marketing/phone-message/phone-hours';
import { type PhoneRow, PhoneRows } from '@clianta/crm-core/marketing/phone-message/phone-rows';
import { phoneAccount } from '@clianta/crm-core/marketing/phone-message/queue-phone-message';
import { SEND_PHONE } from '@clianta/crm-core/marketing/phone-message/send-phone-order';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { whileRenewing } from '@clianta/crm-core/work/lease';
import { z } from 'zod';

const RUNS = 5;
const LIMIT_MS = 2 * 60_000;
const MOST_WHY = 500;
const refusedSchema = z.object({ code: z.number() });

/**
 * Makes one attempt of a text or voicemail that is due. Wherever a process dies, it is sent once, or known not to have been
 * sent, or unknown: then the vendor is asked, and nothing sends it again by itself.
 */
export const sendPhoneMessage = defineJob({
  ...SEND_PHONE,
  limit: { concurrent: RUNS },
  limitMs: LIMIT_MS,
  async run({ crm, workspaceId }: { crm: CrmCore } & JobRun, { messageId }): Promise<void> {
    const rows = new PhoneRows(crm);
    const row = await rows.find(workspaceId, messageId);
    if (!row || !['queued', 'claimed', 'transmitting'].includes(row.status)) return;
    const heldUntil = row.status === 'queued' ? row.dueAt : row.leaseUntil;
    if (heldUntil && heldUntil > crm.now()) return rows.order(row, heldUntil);
    if (row.status === 'transmitting') return endUnknown(rows, row, row.claim, 'the process ended meanwhile');
    const claim = await rows.claim(row);
    if (!claim) return;
    await whileRenewing(
      () => rows.renew(row, claim).catch(() => {}),
      () => attempt(crm, rows, row, claim),
    );
  },
});

async function attempt(crm: CrmCore, rows: PhoneRows, row: PhoneRow, claim: string): Promise<void> {
  const { workspaceId, kind } = row;
  const now = crm.now();
  const why = await whyNotPhoned(crm, row);
  if (why) return void (await rows.end(row, claim, 'cancelled', { why }));
  const opens = phoneTime(now, row.timeZone);
  if (opens > now) return rows.giveBack(row, claim, opens);
  const account = await phoneAccount(crm, workspaceId, kind);
  if (!account)
    return void (await rows.end(row, claim, 'held', { why: 'Twilio is not connected any more.' }));
  const connection = await crm.integrations.connection(workspaceId, account.id);
  await rows.transmit(row, claim, account.id);
  try {
    const { sid, status, num_segments: segments } = await sendByTwilio(connection, row);
    const attempts = row.attempts + 1;
    await rows.end(row, claim, 'sent', { providerId: sid, attempts, ...(segments && { segments }) });
    const sent = (await rows.find(workspaceId, row._id)) ?? row;
    // some are refused at once, with an answer that it was taken
    await takeTwilioStatus(crm, sent, { sid, status });
    await logPhoneMessage(crm, row);
  } catch (error) {
    await afterError(crm, rows, row, claim, error);
  }
}

async function afterError(
  crm: CrmCore,
  rows: PhoneRows,
  row: PhoneRow,
  claim: string,
  error: unknown,
): Promise<void> {
  const text = error instanceof CliantaError ? error.message : String(error);
  if (error instanceof ThrottledError)
    return rows.giveBack(row, claim, new Date(crm.now().getTime() + error.retryAfterMs));
  if (error instanceof ReconnectError) return tryAgain(crm, rows, row, claim, text);
  if (error instanceof RefusedError) {
    const code = refusedSchema.safeParse(error.answer).data?.code;
    await noteRefusal(crm, row, code);
    const why = (code && twilioWords(code)) || text;
    return void (await rows.end(row, claim, 'failed', { why: why.slice(0, MOST_WHY) }));
  }
  if (error instanceof VendorError && !error.isUnsure && error.status === undefined)
    return tryAgain(crm, rows, row, claim, text);
  if (error instanceof CliantaError && !(error instanceof VendorError))
    return void (await rows.end(row, claim, 'failed', { why: text.slice(0, MOST_WHY) }));
  return endUnknown(rows, row, claim, text);
}

/** It may have gone, or not: the vendor is asked, and without an answer of it a person decides. */
async function endUnknown(
  rows: PhoneRows,
  row: PhoneRow,
  claim: string | undefined,
  text: string,
): Promise<void> {
  const why = `Twilio was handed it and did not answer (${text}).`.slice(0, MOST_WHY);
  if (await rows.end(row, claim, 'unknown', { why, attempts: row.attempts + 1 }))
    await rows.orderSettling(row);
}

async function tryAgain(
  crm: CrmCore,
  rows: PhoneRows,
  row: PhoneRow,
  claim: string,
  text: string,
): Promise<void> {
  const now = crm.now();
  const attempts = row.attempts + 1;
  const firstTriedAt = row.firstTriedAt ?? now;
  const waitMs = nextMailAttemptMs(attempts, now.getTime() - firstTriedAt.getTime());
  const why = text.slice(0, MOST_WHY);
  if (waitMs === undefined) return void (await rows.end(row, claim, 'failed', { why, attempts }));
  await rows.giveBack(row, claim, new Date(now.getTime() + waitMs), { attempts, firstTriedAt, why });
}
