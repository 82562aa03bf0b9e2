import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailbox } from '@clianta/bot/mail-sync/open-mailbox';
import { backfillMailbox, syncMailbox } from '@clianta/bot/mail-sync/sync-mailbox';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { MailHostOptions } from '@clianta/crm-core/marketing/email-account/mail-host';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { createFirstWorkspace } from '@clianta/crm-core/workspace/create-workspace';
import { anImapServer, hasDovecot, type ImapServer } from '../support/imap-server.ts';

const MAILS = Number(process.env.BENCH_MAILS ?? 5_000);
/** Most of a mailbox is with people whom the CRM does not know. */
const KNOWN_OF_TEN = 3;
const CONTACTS = 200;
const DAY_MS = 86_400_000;
const ME = 'sam@own-firm.example';
const signal = new AbortController().signal;

/**
 * A mailbox that is read for the first time: its last thirty days, then the year before, beside imapflow that only fetches
 * the same mails. Dovecot stands for the mail server.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  if (!hasDovecot) throw new Error('This benchmark needs dovecot: apt-get install dovecot-imapd');
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const server = await anImapServer();
  const database = await openDatabase({ dataDir });
  try {
    await fill(server);
    const crm = new CrmCore({ connection: database.connection });
    await crm.store.ensureIndexes();
    const { workspaceId, userId } = await createFirstWorkspace(crm, {
      workspaceName: 'Bench',
      name: 'Sam',
      email: ME,
      password: newId(),
    });
    const scope = systemScope(workspaceId);
    await crm.records(Contact).createMany(
      scope,
      Array.from({ length: CONTACTS }, (_, at) => ({
        id: newId(),
        input: { name: `Person ${at}`, email: addressOf(at) },
      })),
    );
    const { id } = await crm.records(EmailAccount).create(scope, {
      address: ME,
      ownerId: userId,
      imap: { host: '127.0.0.1', port: server.port, security: 'none' },
    });
    const mailboxes = {
      crm,
      secrets: { passwordOf: async () => 'secret' },
      hosts: { privateHosts: [`127.0.0.1:${server.port}`] },
    };
    const account = async () => crm.records(EmailAccount).get(scope, id);
    const bareSeconds = await secondsOf(async () => fetchOnly(await account(), mailboxes.hosts));
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 200);
    const cpuBefore = process.cpuUsage();
    const recentSeconds = await secondsOf(async () => {
      await syncMailbox(mailboxes, await account(), signal);
    });
    const restSeconds = await secondsOf(async () => {
      while (await backfillMailbox(mailboxes, await account(), signal));
    });
    clearInterval(watch);
    const cpu = process.cpuUsage(cpuBefore);
    const stored = await crm.store.model(EmailMessage).countDocuments({ workspaceId: scope.workspaceId });
    const figures = {
      mails: stored,
      bareSeconds,
      recentSeconds,
      allSeconds: Number((recentSeconds + restSeconds).toFixed(1)),
      perSec: Math.round(stored / (recentSeconds + restSeconds)),
      timesBare: Number(((recentSeconds + restSeconds) / bareSeconds).toFixed(1)),
      cpuMsAMail: Number(((cpu.user + cpu.system) / 1_000 / stored).toFixed(1)),
      extraMb: Math.round((most - before) / 1_048_576),
    };
    if (!json)
      console.table({
        [`the last 30 days of ${MAILS.toLocaleString('en')} mails, s`]: { value: recentSeconds, aim: '' },
        'all of them, s': { value: figures.allSeconds, aim: '' },
        'mails a second': { value: figures.perSec, aim: 208 },
        'processor time a mail, database included, ms': { value: figures.cpuMsAMail, aim: '' },
        'imapflow that only fetches them, s': { value: bareSeconds, aim: '' },
        'more memory at most, MB': { value: figures.extraMb, aim: 80 },
      });
    return figures;
  } finally {
    await database.stop();
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const addressOf = (at: number) => `person.${at}@firm-${at}.example`;

/** A year of mail, a twelfth of it of the last month; half of what people write is answered. */
async function fill(server: ImapServer): Promise<void> {
  const now = Date.now();
  for (let at = 0; at < MAILS; at++) {
    const sentAt = new Date(now - Math.round(((MAILS - at) / MAILS) * 364 * DAY_MS));
    const who = at % 10 < KNOWN_OF_TEN ? addressOf(at % CONTACTS) : `stranger.${at % 997}@elsewhere.example`;
    const isAnswer = at % 4 === 3;
    const lines = [
      `From: Somebody Number ${at} <${who}>`,
      `To: ${ME}`,
      `Subject: ${isAnswer ? 'Re: ' : ''}Delivery of order ${at - (at % 4)}`,
      `Message-ID: <bench.${at}@elsewhere.example>`,
      ...(isAnswer ? [`In-Reply-To: <bench.${at - 1}@elsewhere.example>`] : []),
      `Date: ${sentAt.toUTCString()}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      ...Array.from(
        { length: 20 },
        (_, line) => `Line ${line} of what was written about the delivery of it.`,
      ),
    ];
    await server.put(lines.join('\n'), '', sentAt);
  }
}

/** What reading costs at least: every source comes over the wire. */
async function fetchOnly(account: EmailAccountRecord, hosts: MailHostOptions): Promise<void> {
  const client = await openMailbox(account, 'secret', hosts);
  const lock = await client.getMailboxLock('INBOX', { readOnly: true });
  try {
    for await (const mail of client.fetch('1:*', { source: true, size: true, internalDate: true })) void mail;
  } finally {
    lock.release();
    await client.logout();
  }
}

async function secondsOf(act: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await act();
  return Number(((performance.now() - begun) / 1_000).toFixed(1));
}
