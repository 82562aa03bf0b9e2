import { fetchFiles } from '@clianta/bot/mail-sync/fetch-files';
import { fileThreadJob } from '@clianta/bot/mail-sync/file-thread.job';
import { syncMailAccountJob } from '@clianta/bot/mail-sync/mail-sync.jobs';
import { backfillMailbox, syncMailbox } from '@clianta/bot/mail-sync/sync-mailbox';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { Integration } from '@clianta/crm-core/integrations/layer/define-integration';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { linkHistory } from '@clianta/crm-core/marketing/mail-sync/link-history';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aMail, anOutbox, mailOf } from '../../support/outbox.ts';
import {
  aContact,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';
import type { Fault } from '../../support/vendor-stand-in.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const signal = new AbortController().signal;
/** A mailbox at a vendor, by a stand-in of it. */
interface MailDriver {
  kind: 'gmail' | 'outlook';
  integration: Integration;
  start(): Promise<void>;
  stop(): Promise<void>;
  env(): Record<string, string>;
  clear(): void;
  connect(db: Pick<TestDatabase, 'crm'>, scope: Scope, email: string): Promise<IntegrationCredentialRecord>;
  /** A mail lies there. @param isTold - as one that came in */
  put(source: string, place?: 'inbox' | 'sent' | 'junk', at?: Date, isTold?: boolean): void;
  in(place: 'inbox' | 'sent' | 'trash'): unknown[];
  /** Whom each mail that was sent went to, in secret too. */
  sentTo(): string[][];
  pages(size: number): void;
  /** How far others were is forgotten there. */
  forget(): void;
  sourcesRead(): number;
  /** For the next call, and for the next that sends. */
  fail(fault: Fault): void;
  failSend(fault: Fault): void;
  refuseSignIn(isRefused: boolean): void;
}

export const source = ({
  from = 'Jane Doe <jane@acme.example>',
  to = 'sam@own-firm.example',
  subject = 'Dates',
  id = newId(),
  text = 'Hello',
  headers = [] as string[],
  at = new Date(Date.now() - 3_600_000),
} = {}) =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}>`,
    `Date: ${at.toUTCString()}`,
    ...headers,
    '',
    text,
    '',
  ].join('\n');
const withFile = (id: string) =>
  source({
    id,
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=xx'],
    text: '--xx\nContent-Type: text/plain\n\nSee the plan\n--xx\nContent-Type: text/plain; name="plan.txt"\nContent-Disposition: attachment; filename="plan.txt"\n\nThe plan\n--xx--',
  });

/** A mailbox that is read and sent from by the API of a vendor, whosever it is. @returns what tests of one vendor go on with */
export function mailVendorContract(vendor: MailDriver) {
  let db: TestDatabase;
  let home: TestWorkspace;
  let credential: IntegrationCredentialRecord;
  let me: string;
  let later = 0;

  beforeAll(async () => {
    await vendor.start();
    db = await openTestCrm({
      now: () => new Date(Date.now() + later),
      integrations: {
        env: vendor.env(),
        box: new SecretBox(['a key of some length']),
        registry: [vendor.integration],
        sleep: async () => {},
      },
    });
    await db.crm.integrations.ensureIndexes();
  });
  afterAll(async () => {
    await db.close();
    await vendor.stop();
  });
  beforeEach(async () => {
    later = 0;
    vendor.clear();
    home = await aWorkspace(db.crm);
    me = `${newId()}@own-firm.example`;
    credential = await vendor.connect(db, home.scope, me);
  });

  const secrets = { passwordOf: async () => undefined };
  const account = async () => {
    const found = await db.crm.records(EmailAccount).findOne(home.system, { address: me });
    if (!found) throw new Error('there is no mailbox');
    return found;
  };
  const sync = async () => syncMailbox({ crm: db.crm, secrets }, await account(), signal);
  const mails = async () =>
    (await db.crm.records(EmailMessage).find(home.system, { sort: 'sentAt', limit: 200 })).records;
  const threads = async () =>
    (await db.crm.records(EmailThread).find(home.system, { sort: 'lastAt', limit: 200 })).records;
  const jane = () => aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
  describe('a mailbox of the vendor', () => {
    it('an answer that is read before what it answers is in one thread with it', async () => {
      await jane();
      await account();
      const answer = source({
        id: 'b@x',
        from: me,
        to: 'jane@acme.example',
        subject: 'Re: Dates',
        headers: ['In-Reply-To: <a@x>'],
        at: new Date(Date.now() - MINUTE),
      });
      vendor.put(answer, 'sent');
      await sync();
      vendor.put(source({ id: 'a@x', text: 'Does Tuesday suit you?' }));
      await sync();
      expect(await threads()).toMatchObject([{ count: 2, state: 'waiting' }]);
    });

    it('is there once its account is connected, and is read: mail with contacts in threads, of others who and when', async () => {
      const contact = await jane();
      expect(await account()).toMatchObject({
        provider: vendor.kind,
        credentialId: credential.id,
        state: 'ok',
      });
      vendor.put(source({ id: 'a@x', text: 'Does Tuesday suit you?' }));
      vendor.put(
        source({
          id: 'b@x',
          from: me,
          to: 'jane@acme.example',
          subject: 'Re: Dates',
          headers: ['In-Reply-To: <a@x>'],
          at: new Date(Date.now() - MINUTE),
        }),
        'sent',
      );
      vendor.put(source({ id: 'c@x', from: 'bank@money.example', subject: 'Your secret balance' }));
      vendor.put(source({ id: 'd@x' }), 'junk');
      expect(await sync()).toMatchObject({ fresh: 3, isMore: true });
      expect(
        (await mails()).map(({ subject, direction, contactIds }) => [subject, direction, contactIds]),
      ).toEqual(
        expect.arrayContaining([
          ['Dates', 'in', [contact.id]],
          ['Re: Dates', 'out', [contact.id]],
          ['', 'in', []],
        ]),
      );
      expect(await threads()).toMatchObject([{ subject: 'Dates', count: 2, state: 'waiting' }]);
      const bodies = await db.crm.records(EmailBody).find(home.system, { limit: 10 });
      expect(bodies.records.map(({ text }) => text.trim()).sort()).toEqual([
        'Does Tuesday suit you?',
        'Hello',
      ]);
      const mate = await home.member('Bob Bee');
      expect((await db.crm.records(EmailBody).find(mate, {})).records).toEqual([]);
    });

    it('is read page by page, each mail once, and tells of what comes in later', async () => {
      await jane();
      vendor.pages(3);
      for (let at = 0; at < 8; at++) vendor.put(source({ id: `old${at}@x`, subject: `Old ${at}` }));
      expect(await sync()).toMatchObject({ fresh: 8 });
      vendor.put(source({ id: 'new@x', subject: 'New' }));
      const before = vendor.sourcesRead();
      expect(await sync()).toMatchObject({ fresh: 1 });
      expect(vendor.sourcesRead() - before).toBe(1);
      expect(await sync()).toMatchObject({ fresh: 0 });
      const told = await db.crm.store
        .model(EmailMessage)
        .find({ workspaceId: home.workspaceId, arrival: { $exists: true } })
        .lean<Array<{ subject: string }>>();
      expect(told.map(({ subject }) => subject)).toEqual(['New']);
    });

    it('is read anew where it is forgotten there how far we were, at most once a day', async () => {
      await jane();
      vendor.put(source({ id: 'a@x' }));
      await sync();
      later = 2 * DAY;
      vendor.put(source({ id: 'b@x', subject: 'Meanwhile' }));
      vendor.forget();
      expect(await sync()).toMatchObject({ fresh: 1 });
      vendor.put(source({ id: 'c@x', subject: 'Again' }));
      expect(await sync()).toMatchObject({ fresh: 0 });
      later = 3 * DAY + MINUTE;
      expect(await sync()).toMatchObject({ fresh: 1 });
      expect((await mails()).map(({ subject }) => subject).sort()).toEqual(['Again', 'Dates', 'Meanwhile']);
    });

    it('finds once a day what no list of changes told of', async () => {
      await jane();
      await sync();
      vendor.put(source({ id: 'back@x', subject: 'Moved away and back' }), 'inbox', new Date(), false);
      expect(await sync()).toMatchObject({ fresh: 0 });
      later = DAY + MINUTE;
      expect(await sync()).toMatchObject({ fresh: 1 });
    });

    it('reads the last thirty days first, then back page by page', async () => {
      await jane();
      vendor.pages(4);
      const old = new Date(Date.now() - 100 * DAY);
      vendor.put(source({ id: 'ancient@x' }), 'inbox', new Date(Date.now() - 500 * DAY));
      for (let at = 0; at < 6; at++) vendor.put(source({ id: `old${at}@x`, at: old }), 'inbox', old);
      vendor.put(source({ id: 'new@x' }));
      expect(await sync()).toMatchObject({ fresh: 1, isMore: true });
      const back = async () => backfillMailbox({ crm: db.crm, secrets }, await account(), signal);
      while (await back());
      expect(await mails()).toHaveLength(7);
      expect(await sync()).toMatchObject({ fresh: 0, isMore: false });
    });

    it('gives its files, and what a contact who is added later has written', async () => {
      vendor.put(withFile('files@x'));
      await sync();
      const { id } = await jane();
      await linkHistory(db.crm, home.workspaceId, { id, addresses: ['jane@acme.example'] });
      await sync();
      const [mail] = await mails();
      expect(mail).toMatchObject({ subject: 'Dates', attachments: [{ name: 'plan.txt' }] });
      const files = await fetchFiles({ crm: db.crm, secrets })(home.workspaceId, mail?.id ?? '');
      expect(files.map(({ name, content }) => [name, content.toString().trim()])).toEqual([
        ['plan.txt', 'The plan'],
      ]);
    });

    it('has what was thrown away here in its trash, and back', async () => {
      await jane();
      vendor.put(source({ id: 'a@x' }));
      await sync();
      const [thread] = await threads();
      const job = fileThreadJob({ crm: db.crm, secrets });
      const run = (state: string) =>
        db.crm
          .records(EmailThread)
          .update(home.system, thread?.id ?? '', { state } as never)
          .then(() =>
            job.run(
              { id: 'x', workspaceId: home.workspaceId, attempt: 1, scope: home.system, signal },
              { threadId: thread?.id ?? '', byId: home.scope.actor.id },
            ),
          );
      await run('trash');
      expect(vendor.in('trash')).toHaveLength(1);
      await run('open');
      expect(vendor.in('inbox')).toHaveLength(1);
    });

    it('waits while it wants to be left alone', async () => {
      vendor.fail({ status: 429, headers: { 'retry-after': '90' } });
      const { id: accountId } = await account();
      const job = syncMailAccountJob({ secrets });
      await job.run(
        { crm: db.crm, id: 'x', workspaceId: home.workspaceId, attempt: 1, scope: home.system, signal },
        { accountId },
      );
      const waiting = await db.database.connection.collection('waitingJobs').findOne({
        job: 'sync_mail_account',
        workspaceId: home.workspaceId,
        at: { $gt: new Date(Date.now() + MINUTE) },
      });
      expect(waiting).toMatchObject({ data: { accountId } });
    });
  });

  describe('a mail that is sent by the vendor', () => {
    const outbox = () => anOutbox(db.crm, { port: 1 } as never);
    const queued = async (values = {}) => aMail(db.crm, home, (await account()).id, values);
    const statusOf = async (id: string) => (await mailOf(db.crm, home, id)).status;

    it('goes to those that may get it, and lies there once', async () => {
      await db.crm.records(Suppression).create(home.system, {
        address: 'gone@northwind.example',
        reason: 'hardBounce',
      } as never);
      const id = await queued({
        to: [{ address: 'ada@northwind.example', name: 'Ada Quist' }, { address: 'gone@northwind.example' }],
        bcc: [{ address: 'boss@own.example' }],
      });
      await outbox().runDue(home);
      expect(await statusOf(id)).toBe('sent');
      expect(vendor.in('sent')).toHaveLength(1);
      expect(vendor.sentTo()).toEqual([['ada@northwind.example', 'boss@own.example']]);
      await sync();
      expect(await mails()).toHaveLength(1);
    });

    it('is known to have gone, where the answer was lost', async () => {
      vendor.failSend('lost');
      const id = await queued();
      await outbox().runDue(home);
      expect([await statusOf(id), vendor.in('sent').length]).toEqual(['sent', 1]);
    });

    it('comes again when it wants to be left alone, and fails with what it says', async () => {
      vendor.failSend({ status: 429, headers: { 'retry-after': '5' } });
      const id = await queued();
      await outbox().runDue(home);
      expect(await statusOf(id)).toBe('queued');
      vendor.failSend({ status: 400, body: { error: { code: 'Invalid', message: 'No such people.' } } });
      later = 60 * MINUTE;
      await outbox().runDue(home);
      expect(await mailOf(db.crm, home, id)).toMatchObject({
        status: 'failed',
        why: expect.stringContaining('No such people.'),
      });
      expect(vendor.in('sent')).toEqual([]);
    });

    it('waits while the account wants to be connected anew, and goes once it is', async () => {
      vendor.refuseSignIn(true);
      const id = await queued();
      await outbox().runDue(home);
      await sync();
      expect(await account()).toMatchObject({ state: 'reconnect', sendState: 'reconnect' });
      expect(await statusOf(id)).toBe('queued');
      vendor.refuseSignIn(false);
      await vendor.connect(db, home.scope, me);
      expect(await account()).toMatchObject({ state: 'ok', sendState: 'ok' });
      // its next place in the pace of the mailbox
      later = MINUTE;
      await outbox().runOne(home, id);
      expect(await statusOf(id)).toBe('sent');
    });
  });

  describe('a mailbox that is let go', () => {
    it('keeps its mail, says what is wrong, and is the same one when it is connected again', async () => {
      await jane();
      vendor.put(source({ id: 'a@x' }));
      await sync();
      const before = await account();
      await db.crm.integrations.disconnect(home.scope, credential.id, 'keep');
      expect(await account()).toMatchObject({ state: 'reconnect', sendState: 'reconnect' });
      expect((await account()).credentialId ?? null).toBeNull();
      expect(await mails()).toHaveLength(1);
      await vendor.connect(db, home.scope, me);
      expect(await account()).toMatchObject({ id: before.id, state: 'ok', credentialId: credential.id });
      expect(await sync()).toMatchObject({ fresh: 0 });
    });

    it('that is paused is not read, and is once it is resumed', async () => {
      await db.crm.integrations.pause(home.scope, credential.id, true);
      await sync();
      expect(await account()).toMatchObject({
        state: 'reconnect',
        lastError: expect.stringContaining('paused'),
      });
      await db.crm.integrations.pause(home.scope, credential.id, false);
      expect(await account()).toMatchObject({ state: 'ok' });
      vendor.put(source({ id: 'a@x', to: me }));
      expect(await sync()).toMatchObject({ fresh: 1 });
    });

    it('is nobody’s where a teammate has it by its servers: the use stays off, and it is said why', async () => {
      const mate = await home.member('Bob Bee');
      const theirs = `${newId()}@own-firm.example`;
      await db.crm.records(EmailAccount).create(home.system, { address: theirs, ownerId: mate.actor.id });
      await expect(vendor.connect(db, home.scope, theirs)).rejects.toThrow('A teammate has the mailbox');
      const found = (await db.crm.integrations.of(home.scope)).find(({ name }) => name === theirs);
      expect(found?.features).toEqual([]);
    });
  });

  return {
    sync,
    mails,
    threads,
    account,
    outbox: () => anOutbox(db.crm, { port: 1 } as never),
    queued: async (values = {}) => aMail(db.crm, home, (await account()).id, values),
    mailOf: (id: string) => mailOf(db.crm, home, id),
    /** So much later. */
    wait: (ms: number) => {
      later = ms;
    },
    db: () => db,
    home: () => home,
    me: () => me,
  };
}
