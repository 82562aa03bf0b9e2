import { isMailHeld } from '@clianta/crm-core/backup/instance';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  canSend,
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { type OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { SEND_MAIL } from '@clianta/crm-core/marketing/outbox/send-mail-order';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { whileRenewing } from '@clianta/crm-core/work/lease';
import type { FetchFiles } from '../mail-sync/fetch-files.ts';
import { afterAttempt, endUnknown } from './after-attempt.ts';
import { composeMail } from './compose-mail.ts';
import { listHeaders } from './list-headers.ts';
import type { MailProvider, ReadyMail } from './mail-provider.ts';
import { recipientsOf } from './recipients.ts';
import { SendingPace } from './sending-pace.ts';
import { tellSender } from './tell-sender.ts';

/** At most so many connections, over all processes: each run has one (five is Gmail's and Microsoft's measure). */
const CONNECTIONS = 5;
const LIMIT_MS = 5 * 60_000;
/** How often a mail that is held looks whether it may go. */
const HELD_MS = 5 * 60_000;
/** A place that is as near as this is waited for. */
const NEAR_MS = 250;

/**
 * Makes one attempt of a mail that is due. Whatever happens, and wherever a process dies, it is sent once, or known not to
 * have been sent, or unknown: then a person decides.
 */
export function sendMailJob(provider: MailProvider, fetchFiles: FetchFiles) {
  return defineJob({
    ...SEND_MAIL,
    limit: { concurrent: CONNECTIONS },
    limitMs: LIMIT_MS,
    async run({ crm, workspaceId, signal }: { crm: CrmCore } & JobRun, { messageId }): Promise<void> {
      const rows = new OutboxRows(crm);
      const row = await rows.find(workspaceId, messageId);
      // a copy that was put back may have been sent from before
      if (await isMailHeld(crm.store.connection)) {
        if (row?.status === 'queued') await rows.order(row, new Date(crm.now().getTime() + HELD_MS));
        return;
      }
      const isOpen = row && ['queued', 'claimed', 'transmitting'].includes(row.status);
      if (!isOpen) return;
      const heldUntil = row.status === 'queued' ? row.dueAt : row.leaseUntil;
      if (heldUntil && heldUntil > crm.now()) return rows.order(row, heldUntil);
      if (row.status === 'transmitting')
        return endUnknown(crm, rows, row, row.claim, 'the process ended meanwhile');
      const claim = await rows.claim(row);
      if (!claim) return;
      await whileRenewing(
        () => rows.renew(row, claim).catch(() => {}),
        () => attempt({ crm, rows, row, claim, provider, fetchFiles, signal }),
      );
    },
  });
}

interface Claimed {
  crm: CrmCore;
  rows: OutboxRows;
  row: OutboxRow;
  claim: string;
  provider: MailProvider;
  fetchFiles: FetchFiles;
  signal: AbortSignal;
}

async function attempt({ crm, rows, row, claim, provider, fetchFiles, signal }: Claimed): Promise<void> {
  const pace = new SendingPace(crm);
  const hold = async (why: string) => {
    if (await rows.end(row, claim, 'held', { why })) await tellSender(crm, row, 'held', why);
  };
  const account = await accountOf(crm, row);
  if (!account || !canSend(account))
    return hold('The mailbox it was to go out from is gone, or has no outgoing server.');
  if (!canSendFrom(account, row.from.address))
    return hold(`${account.address} cannot write as ${row.from.address}.`);
  if (!isSending(account) || (account.sendState === 'paused' && !(await pace.mayProbe(account)))) {
    await rows.release(row, claim);
    return;
  }
  const { to, leftOut } = await recipientsOf(crm, row);
  if (to.length === 0) {
    if (await rows.end(row, claim, 'cancelled', { why: leftOut }))
      await tellSender(crm, row, 'failed', leftOut);
    return;
  }
  const now = crm.now();
  const hasPlace = row.slotAt !== undefined && row.slotAt <= now;
  const place = hasPlace
    ? 'now'
    : await pace.take(account, provider.limits(account), row.purpose === 'marketing');
  if (place !== 'now') {
    const waitMs = place.at.getTime() - now.getTime();
    if (!place.isHeld || waitMs > NEAR_MS)
      return rows.giveBack(row, claim, place.at, place.isHeld ? { slotAt: place.at } : {});
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  let mail: ReadyMail;
  try {
    mail = await composeMail(crm, row, {
      sender: account.address,
      to,
      headers: listHeaders(crm, row, account),
      fetchFiles,
    });
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return hold(error.message);
  }
  let stopped = false;
  const onTransmit = async () => {
    const current = await accountOf(crm, row);
    stopped = !current || !isSending(current);
    if (stopped) throw new Error('It was stopped in the last moment.');
    await rows.transmit(row, claim);
  };
  try {
    const keep = (known: { providerId: string; messageId?: string }) => rows.note(row, claim, known);
    const answer = await provider.send(account, mail, { onTransmit, keep, signal });
    await afterAttempt({ crm, rows, pace, row, claim, account, leftOut }, answer);
  } catch (error) {
    if (!stopped) throw error;
    await rows.release(row, claim);
  }
}

/** As it is now: it may have been paused since this process read it. */
async function accountOf(crm: CrmCore, { workspaceId, accountId }: OutboxRow) {
  const account = (await crm.records(EmailAccount).getMany(systemScope(workspaceId), [accountId])).get(
    accountId,
  );
  return account?.isDeleted ? undefined : account;
}

const isSending = ({ isPaused, sendState }: EmailAccountRecord): boolean =>
  !isPaused && sendState !== 'reconnect';

const canSendFrom = ({ address, aliases }: EmailAccountRecord, from: string): boolean =>
  from === address || aliases.includes(from);
