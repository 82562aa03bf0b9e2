import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { nextMailAttemptMs } from '@clianta/crm-core/marketing/outbox/retry-plan';
import type { Refusal, SendAnswer } from './mail-provider.ts';
import { askForPassword, pauseMailbox, resumeMailbox } from './mailbox-state.ts';
import type { SendingPace } from './sending-pace.ts';
import { tellSender } from './tell-sender.ts';

interface Attempt {
  crm: CrmCore;
  rows: OutboxRows;
  pace: SendingPace;
  row: OutboxRow;
  claim: string;
  account: EmailAccountRecord;
}

/** What follows for a mail, its mailbox and its sender from how an attempt ended. */
export async function afterAttempt(attempt: Attempt, answer: SendAnswer): Promise<void> {
  const { crm, rows, pace, row, claim, account } = attempt;
  if (answer.kind !== 'unreachable' && answer.kind !== 'unknown') {
    await pace.reached(account);
    if (answer.kind !== 'credentials') await resumeMailbox(crm, account);
  }
  switch (answer.kind) {
    case 'sent': {
      const refused = answer.refused.map(inWords).join(' ').slice(0, 500);
      const sentAt = crm.now();
      await rows.end(row, claim, 'sent', {
        sentAt,
        attempts: row.attempts + 1,
        ...(refused && { why: refused }),
      });
      if (refused) await tellSender(crm, row, 'partly', refused);
      return;
    }
    case 'refused':
      return fail(attempt, answer.refusals.map(inWords).join(' '));
    case 'later':
      return tryAgain(attempt, `The server asks to come again: ${answer.text}`);
    case 'unreachable':
      if (await pace.failed(account)) await pauseMailbox(crm, account, answer.text);
      return tryAgain(attempt, `The server could not be reached: ${answer.text}`);
    case 'credentials':
      await askForPassword(crm, account, answer.text);
      await rows.release(row, claim, {
        why: 'The mailbox is to be connected anew: its password is refused.',
      });
      return;
    case 'unknown':
      await endUnknown(crm, rows, row, claim, answer.text);
  }
}

/** It may have reached its readers, or not: nothing sends it again by itself. */
export async function endUnknown(
  crm: CrmCore,
  rows: OutboxRows,
  row: OutboxRow,
  claim: string | undefined,
  text: string,
): Promise<void> {
  const why = `The server was handed the mail and did not answer (${text}).`.slice(0, 500);
  if (await rows.end(row, claim, 'unknown', { why, sentAt: crm.now() }))
    await tellSender(crm, row, 'unknown', `${why} It may have arrived: sent again, it may arrive twice.`);
}

async function tryAgain(attempt: Attempt, why: string): Promise<void> {
  const { crm, rows, row, claim } = attempt;
  const now = crm.now();
  const attempts = row.attempts + 1;
  const firstTriedAt = row.firstTriedAt ?? now;
  const waitMs = nextMailAttemptMs(attempts, now.getTime() - firstTriedAt.getTime());
  if (waitMs === undefined) return fail(attempt, `${why} It was tried for a day.`);
  const at = new Date(now.getTime() + waitMs);
  await rows.giveBack(row, claim, at, { attempts, firstTriedAt, why: why.slice(0, 500) });
}

async function fail({ crm, rows, row, claim }: Attempt, text: string): Promise<void> {
  const why = text.slice(0, 500);
  if (await rows.end(row, claim, 'failed', { why, attempts: row.attempts + 1 }))
    await tellSender(crm, row, 'failed', why);
}

const inWords = ({ address, text }: Refusal): string =>
  address ? `${address} was refused: ${text}` : `The server refused it: ${text}`;
