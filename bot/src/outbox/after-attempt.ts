import type { CrmCore } from '@clianta/crm-core/crm-core';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { noteBounce } from '@clianta/crm-core/marketing/bounces/note-bounce';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { keepThread } from '@clianta/crm-core/marketing/mail-sync/keep-thread';
import { ownPeople } from '@clianta/crm-core/marketing/mail-sync/known-people';
import { orderSentCopy } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import type { OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { nextMailAttemptMs } from '@clianta/crm-core/marketing/outbox/retry-plan';
import { logSent } from './log-sent.ts';
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
  /** Whom it was not sent to at all, and why. */
  leftOut: string;
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
      const missed = [attempt.leftOut, ...answer.refused.map(inWords)].join(' ').trim().slice(0, 500);
      await rows.end(row, claim, 'sent', {
        sentAt: crm.now(),
        attempts: row.attempts + 1,
        ...(missed && { why: missed }),
      });
      await logSent(crm, row, account);
      await noteInThread(crm, row, account);
      if (account.imap && !account.credentialId && row.purpose !== 'marketing')
        await orderSentCopy(crm, { workspaceId: row.workspaceId, id: row._id });
      await noteRefusals(crm, row, answer.refused);
      if (missed) await tellSender(crm, row, 'partly', missed);
      return;
    }
    case 'refused':
      await noteRefusals(crm, row, answer.refusals);
      return fail(attempt, answer.refusals.map(inWords).join(' '));
    case 'later':
      await noteRefusals(crm, row, answer.refusals);
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

/** Whoever was answered waits no more. */
async function noteInThread(crm: CrmCore, row: OutboxRow, account: EmailAccountRecord): Promise<void> {
  if (!row.threadId) return;
  const { contactIds, companyIds } = row;
  await keepThread(crm, row.threadId, {
    mail: { ...row, sentAt: crm.now() },
    direction: 'out',
    autoKind: 'none',
    account,
    known: { contactIds, companyIds },
    own: await ownPeople(crm, row.workspaceId),
  });
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
    await tellSender(
      crm,
      row,
      'unknown',
      `${why} Look into your Sent folder, then say under Settings, Mailboxes whether it was sent or goes again; again, it may arrive twice.`,
    );
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

/** What servers say of addresses is kept with these: what does not exist is not written to again. */
async function noteRefusals(crm: CrmCore, row: OutboxRow, refusals: readonly Refusal[]): Promise<void> {
  const [only, ...others] = [...row.to, ...row.cc, ...row.bcc];
  // what is said of the whole mail tells nothing of one of several
  for (const { address = others.length === 0 ? only?.address : undefined, ...reply } of refusals)
    if (address && reply.code > 0) {
      const own = [...row.to, ...row.cc, ...row.bcc].find((one) => isSame(one.address, address));
      await noteBounce(crm, row.workspaceId, { ...reply, address: own?.address ?? address, mailId: row._id });
    }
}

/** As the server was told it, and as it is kept. */
const isSame = (kept: string, told: string): boolean => normalEmail(kept) === normalEmail(told);

const inWords = ({ address, text }: Refusal): string =>
  address ? `${address} was refused: ${text}` : `The server refused it: ${text}`;
