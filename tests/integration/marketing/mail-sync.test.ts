import { createServer } from 'node:net';
import { backfillMailbox, syncMailbox } from '@clianta/bot/mail-sync/sync-mailbox';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { linkHistory } from '@clianta/crm-core/marketing/mail-sync/link-history';
import { MailFolder } from '@clianta/crm-core/marketing/mail-sync/mail-folder.schema';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { anImapServer, hasDovecot } from '../../support/imap-server.ts';
import { aContact } from '../../support/test-crm.ts';

if (!hasDovecot) console.warn('Reading of mailboxes is not tested: apt-get install dovecot-imapd');

const DAY_MS = 86_400_000;
const signal = new AbortController().signal;
const secrets = { passwordOf: async () => 'secret' };

interface Written {
  from?: string;
  to?: string;
  subject?: string;
  id?: string;
  text?: string;
  headers?: string[];
  at?: Date;
}

const ME = 'sam@own-firm.example';
const source = ({
  from = 'Jane Doe <jane@acme.example>',
  to = ME,
  subject = 'Dates',
  id = newId(),
  text = 'Hello',
  headers = [],
  at = new Date(Date.now() - 3_600_000),
}: Written) =>
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

const it = crmTest
  .extend('server', async ({ db: _db }, { onCleanup }) => {
    const server = await anImapServer();
    onCleanup(server.close);
    return server;
  })
  .extend('account', async ({ db, home, server }) =>
    db.crm.records(EmailAccount).create(home.system, {
      address: ME,
      aliases: ['sales@own-firm.example'],
      ownerId: home.scope.actor.id,
      imap: { host: '127.0.0.1', port: server.port, security: 'none' },
    }),
  )
  .extend('box', ({ db, home, account, server }) => {
    const hosts = { privateHosts: [`127.0.0.1:${server.port}`] };
    const now = async (): Promise<EmailAccountRecord> =>
      db.crm.records(EmailAccount).get(home.system, account.id);
    return {
      sync: async () => syncMailbox({ crm: db.crm, secrets, hosts }, await now(), signal),
      backfill: async () => backfillMailbox({ crm: db.crm, secrets, hosts }, await now(), signal),
      now,
      mails: async () =>
        (await db.crm.records(EmailMessage).find(home.system, { sort: 'sentAt', limit: 200 })).records,
      threads: async () =>
        (await db.crm.records(EmailThread).find(home.system, { sort: 'lastAt', limit: 200 })).records,
      events: async () =>
        (
          await db.crm.store
            .model(EmailMessage)
            .find({ workspaceId: home.scope.workspaceId, arrival: { $exists: true } })
            .sort({ sentAt: 1 })
            .lean<Array<{ arrival: string }>>()
        ).map(({ arrival }) => arrival),
    };
  });

describe.skipIf(!hasDovecot)('a mailbox that is read', () => {
  it('gives mail with contacts to them, in threads, and keeps nothing of others but who and when', async ({
    db,
    home,
    server,
    box,
  }) => {
    const jane = await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    await server.put(
      source({ id: 'a@x', text: 'Does Tuesday suit you?', at: new Date(Date.now() - 3 * 3_600_000) }),
    );
    await server.put(
      source({
        id: 'b@x',
        from: ME,
        to: 'jane@acme.example',
        subject: 'Re: Dates',
        headers: ['In-Reply-To: <a@x>', 'References: <a@x>'],
        at: new Date(Date.now() - 2 * 3_600_000),
      }),
      '.Sent',
    );
    await server.put(source({ id: 'c@x', from: 'bank@money.example', subject: 'Your secret balance' }));
    await server.put(source({ id: 'd@x', from: 'bob@own-firm.example', subject: 'Salaries' }));
    await server.put(source({ id: 'e@x', from: 'spam@evil.example' }), '.Junk');
    await box.sync();
    const mails = await box.mails();
    expect(mails.map(({ subject, direction, contactIds }) => ({ subject, direction, contactIds }))).toEqual([
      { subject: 'Dates', direction: 'in', contactIds: [jane.id] },
      { subject: 'Re: Dates', direction: 'out', contactIds: [jane.id] },
      { subject: '', direction: 'in', contactIds: [] },
    ]);
    expect(await box.threads()).toMatchObject([
      {
        subject: 'Dates',
        count: 2,
        state: 'waiting',
        isUnanswered: false,
        people: ['Jane Doe', 'jane@acme.example'],
      },
    ]);
    const bodies = await db.crm.records(EmailBody).find(home.system, { limit: 10 });
    expect(bodies.records.map(({ text }) => text.trim()).sort()).toEqual(['Does Tuesday suit you?', 'Hello']);
    const timeline = await db.crm
      .records(Activity)
      .find(home.scope, { where: [{ field: 'type', op: 'eq', value: 'email' }], sort: 'at' });
    expect(timeline.records.map(({ subject }) => subject)).toEqual(['From Jane Doe: Dates', 'Re: Dates']);
    // the history of before is no news
    expect(await box.events()).toEqual([]);
  });

  it('shows teammates who, when and the subject, and of a private one nothing', async ({
    db,
    home,
    server,
    box,
    account,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    const mate = await home.member('Bob Bee');
    await server.put(source({ id: 'a@x', text: 'Between us' }));
    await box.sync();
    const see = async () => ({
      mails: (await db.crm.records(EmailMessage).find(mate, {})).records.map(({ subject }) => subject),
      bodies: (await db.crm.records(EmailBody).find(mate, {})).records.length,
    });
    expect(await see()).toEqual({ mails: ['Dates'], bodies: 0 });
    await db.crm.records(EmailAccount).update(home.scope, account.id, { sharing: 'private' });
    await server.put(source({ id: 'b@x', subject: 'Lunch' }));
    await box.sync();
    expect(await see()).toEqual({ mails: ['Dates'], bodies: 0 });
    expect((await db.crm.records(EmailThread).find(mate, {})).records.map(({ subject }) => subject)).toEqual([
      'Dates',
    ]);
  });

  it('tells of what comes in later: a reply of a person, and not of a machine', async ({
    db,
    home,
    server,
    box,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    await server.put(source({ id: 'a@x', from: ME, to: 'jane@acme.example', subject: 'Offer' }), '.Sent');
    await box.sync();
    const re = ['In-Reply-To: <a@x>'];
    await server.put(
      source({
        id: 'b@x',
        subject: 'Automatic reply: Offer',
        headers: [...re, 'Auto-Submitted: auto-replied'],
        at: new Date(Date.now() - 30_000),
      }),
    );
    await box.sync();
    expect(await box.threads()).toMatchObject([{ state: 'waiting', isUnanswered: false }]);
    await server.put(
      source({ id: 'c@x', subject: 'Re: Offer', headers: re, at: new Date(Date.now() - 20_000) }),
    );
    await box.sync();
    expect(await box.events()).toEqual(['received', 'replied']);
    expect(await box.threads()).toMatchObject([{ state: 'open', isUnanswered: true, count: 3 }]);
    await box.sync();
    expect(await box.events()).toHaveLength(2);
  });

  it('keeps nothing of mail with domains that it leaves out, but mail that others take part in', async ({
    db,
    home,
    server,
    account,
    box,
  }) => {
    const { crm } = db;
    const changed = { excludedDomains: ['clinic.example'] };
    await crm.records(EmailAccount).update(home.system, account.id, changed);
    await aContact(crm, home.scope, { name: 'Bo Lind', email: 'bo@clinic.example' });
    await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    const from = 'Bo Lind <bo@clinic.example>';
    await server.put(source({ subject: 'Your results', from }));
    await server.put(source({ subject: 'Below it', from: 'lab@north.clinic.example' }));
    await server.put(source({ subject: 'Looks alike', from: 'x@myclinic.example' }));
    await server.put(source({ subject: 'With others', from, to: `${ME}, jane@acme.example` }));
    await box.sync();
    const kept = (await box.mails()).map(({ subject, from: by }) => [subject, by.address]).sort();
    // of a stranger who and when
    expect(kept).toEqual([
      ['', 'x@myclinic.example'],
      ['With others', 'bo@clinic.example'],
    ]);
  });

  it('finds once a day what it has missed, and tells of it', async ({ db, home, server, box }) => {
    const { crm } = db;
    await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    await server.put(source({ subject: 'First' }));
    await box.sync();
    for (const subject of ['Missed', 'Seen']) await server.put(source({ subject }));
    await box.sync();
    // as if the server had left it out of its answer
    const [missed] = (await box.mails()).filter(({ subject }) => subject === 'Missed');
    for (const model of [EmailMessage, EmailBody])
      await crm.store.model(model).collection.deleteOne({ _id: missed?.id as never });
    await box.sync();
    const subjects = async () => (await box.mails()).map(({ subject }) => subject).sort();
    expect(await subjects()).toEqual(['First', 'Seen']);
    const before = await box.events();
    const yesterday = { $set: { comparedAt: new Date(Date.now() - DAY_MS) } };
    await crm.store.model(MailFolder).collection.updateMany({ workspaceId: home.workspaceId }, yesterday);
    expect(await box.sync()).toMatchObject({ fresh: 1 });
    expect(await subjects()).toEqual(['First', 'Missed', 'Seen']);
    expect(await box.events()).toHaveLength(before.length + 1);
    expect(await box.sync()).toMatchObject({ fresh: 0 });
  });

  it('takes an answer to a mail that was sent from here into its thread', async ({
    db,
    home,
    server,
    box,
    account,
  }) => {
    const jane = await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    await box.sync();
    await db.crm.records(EmailMessage).create(home.system, {
      direction: 'out',
      status: 'sent',
      accountId: account.id,
      messageId: '<ours@x>',
      from: { address: ME },
      to: [{ address: 'jane@acme.example' }],
      subject: 'Offer',
      contactIds: [jane.id],
      sentAt: new Date(Date.now() - 60_000),
      sendKey: newId(),
    });
    await server.put(source({ id: 'ours@x', from: ME, to: 'jane@acme.example', subject: 'Offer' }), '.Sent');
    await server.put(
      source({ id: 'b@x', subject: 'Re: Offer', headers: ['In-Reply-To: <ours@x>'], at: new Date() }),
    );
    await box.sync();
    expect(await box.threads()).toMatchObject([{ subject: 'Offer', count: 2, isUnanswered: true }]);
    expect(await box.events()).toEqual(['replied']);
    expect(await box.mails()).toHaveLength(2);
  });

  it('knows by the Sent folder that a mail has gone out of which nobody knew it', async ({
    db,
    home,
    server,
    box,
    account,
  }) => {
    await box.sync();
    const unknown = (messageId: string) =>
      db.crm.records(EmailMessage).create(home.system, {
        direction: 'out',
        status: 'unknown',
        accountId: account.id,
        messageId: `<${messageId}>`,
        from: { address: ME },
        to: [{ address: 'jane@acme.example' }],
        subject: 'Offer',
        sendKey: newId(),
      });
    const [gone, lost] = [await unknown('gone@x'), await unknown('lost@x')];
    await server.put(source({ id: 'gone@x', from: ME, to: 'jane@acme.example', subject: 'Offer' }), '.Sent');
    // whoever quotes the id of a mail has not sent it
    await server.put(source({ id: 'lost@x', subject: 'Offer' }));
    await box.sync();
    const statusOf = async ({ id }: { id: string }) =>
      (await db.crm.records(EmailMessage).get(home.system, id)).status;
    expect([await statusOf(gone), await statusOf(lost)]).toEqual(['sent', 'unknown']);
  });

  it('finds everything again, once, when the folder was numbered anew', async ({ db, home, server, box }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    for (const id of ['a@x', 'b@x', 'c@x']) await server.put(source({ id, subject: id }));
    await box.sync();
    await server.renumber();
    await server.put(source({ id: 'd@x', subject: 'd@x' }));
    await box.sync();
    expect((await box.mails()).map(({ subject }) => subject).sort()).toEqual(['a@x', 'b@x', 'c@x', 'd@x']);
    expect(await box.events()).toEqual([]);
    expect((await box.threads()).map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  });

  it('unsubscribes whom a marketing mail went to by the mail that its header names, and nobody by another', async ({
    db,
    home,
    account,
    server,
    box,
  }) => {
    const jane = await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    const mailed = async (purpose: 'marketing' | 'personal', address: string) =>
      db.crm.records(EmailMessage).create(home.system, {
        direction: 'out',
        status: 'sent',
        purpose,
        accountId: account.id,
        messageId: `<${newId()}@own-firm.example>`,
        from: { address: ME },
        to: [{ address }],
      });
    const other = await mailed('personal', 'bob@acme.example');
    const { id } = await mailed('marketing', 'jane@acme.example');
    // a mail program may write from whatever address it has
    await server.put(source({ from: 'jd@elsewhere.example', subject: `unsubscribe ${id}` }));
    await server.put(source({ from: 'bob@acme.example', subject: `unsubscribe ${other.id}` }));
    await box.sync();
    const { records } = await db.crm.records(Suppression).find(home.system);
    expect(records).toMatchObject([{ address: 'jane@acme.example', reason: 'unsubscribe' }]);
    expect((await db.crm.records(Contact).get(home.scope, jane.id)).consent).toBe('withdrawn');
  });

  it('keeps two mails that bear the same id, and one that lies in two folders once', async ({
    db,
    home,
    server,
    box,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    const at = new Date(Date.now() - 60_000);
    await server.put(source({ id: 'same@x', subject: 'First', at }));
    await server.put(source({ id: 'same@x', subject: 'Second', at }));
    await server.put(source({ id: 'same@x', subject: 'First', at }), '.Sent');
    await box.sync();
    expect((await box.mails()).map(({ subject }) => subject).sort()).toEqual(['First', 'Second']);
  });

  it('joins an answer by any mail it refers to, and by its subject only among the same people', async ({
    db,
    home,
    server,
    box,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await server.put(source({ id: 'a@x', subject: 'Price', at: at(60) }));
    await server.put(
      source({
        id: 'b@x',
        subject: 'Price question',
        headers: ['References: <gone@x> <a@x>', 'In-Reply-To: <gone@x>'],
        at: at(50),
      }),
    );
    await server.put(source({ id: 'c@x', subject: 'AW: Price', at: at(40) }));
    await server.put(
      source({
        id: 'd@x',
        subject: 'Re: Price',
        from: 'ann@acme.example',
        to: `${ME}, jane@acme.example`,
        at: at(30),
      }),
    );
    await server.put(source({ id: 'e@x', subject: 'Price', at: at(20) }));
    await box.sync();
    expect((await box.threads()).map(({ count }) => count).sort()).toEqual([1, 1, 3]);
  });

  it('gives a contact who is added later their mail, with what it says', async ({
    db,
    home,
    server,
    box,
  }) => {
    await server.put(source({ id: 'a@x', subject: 'Hello there', text: 'I am new' }));
    await box.sync();
    expect((await box.mails()).map(({ subject }) => subject)).toEqual(['']);
    const jane = await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    await linkHistory(db.crm, home.scope.workspaceId, { id: jane.id, addresses: ['jane@acme.example'] });
    await box.sync();
    expect(await box.mails()).toMatchObject([{ subject: 'Hello there', contactIds: [jane.id] }]);
    expect(await box.threads()).toMatchObject([{ subject: 'Hello there', count: 1 }]);
    expect((await db.crm.records(EmailBody).find(home.scope, {})).records[0]?.text).toContain('I am new');
  });

  it('reads the last thirty days first, then back in chunks, and goes on where it was broken off', async ({
    db,
    home,
    server,
    box,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    const old = new Date(Date.now() - 100 * DAY_MS);
    const ancient = new Date(Date.now() - 500 * DAY_MS);
    const stranger = 'news@elsewhere.example';
    await server.put(source({ id: 'ancient@x', from: stranger, at: ancient }), '', ancient);
    for (let at = 0; at < 205; at++)
      await server.put(source({ id: `old${at}@x`, from: stranger, at: old }), '', old);
    for (let at = 0; at < 5; at++) await server.put(source({ id: `new${at}@x`, subject: `New ${at}` }));
    server.cutAfter(3_000);
    await expect(box.sync()).rejects.toThrow();
    server.cutAfter(undefined);
    const count = () => db.crm.records(EmailMessage).count(home.system, {});
    expect(await box.sync()).toMatchObject({ isMore: true });
    expect(await count()).toBe(5);
    expect(await box.backfill()).toBe(true);
    expect(await count()).toBe(205);
    expect(await box.backfill()).toBe(false);
    expect(await count()).toBe(210);
    expect(await count()).toBe(210);
  });

  it('takes mail that is broken: no id, no date, no sender, HTML alone', async ({
    db,
    home,
    server,
    box,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe', email: 'jane@acme.example' });
    await server.put('Subject: Nothing\n\nNobody wrote this\n');
    await server.put(
      `From: jane@acme.example\nTo: ${ME}\nContent-Type: text/html\n\n<p>Only <b>HTML</b></p>\n`,
    );
    await server.put(source({ id: 'a@x', to: `"${ME}, also <nobody>" <broken, ${ME}`, subject: 'Odd' }));
    await box.sync();
    const mails = await box.mails();
    expect(mails).toHaveLength(3);
    expect(
      (await db.crm.records(EmailBody).find(home.scope, {})).records.map(({ text }) => text.trim()),
    ).toContain('Only HTML');
  });
});

describe('a mailbox whose server refuses the password', () => {
  crmTest('is left alone until its owner, who is told once, has entered it anew', async ({ db, home }) => {
    const server = createServer((socket) => {
      socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\r\n');
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        const [tag, command = ''] = String(bytes).split(' ');
        if (/^(?:AUTHENTICATE|LOGIN)/i.test(command))
          socket.write(`${tag} NO [AUTHENTICATIONFAILED] Invalid credentials\r\n`);
        else if (/^CAPABILITY/i.test(command))
          socket.write(`* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n${tag} OK done\r\n`);
        else socket.write(`${tag} OK done\r\n`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const account = await db.crm.records(EmailAccount).create(home.system, {
        address: ME,
        ownerId: home.scope.actor.id,
        imap: { host: '127.0.0.1', port, security: 'none' },
      });
      const hosts = { privateHosts: [`127.0.0.1:${port}`] };
      await syncMailbox({ crm: db.crm, secrets, hosts }, account, signal);
      const after = await db.crm.records(EmailAccount).get(home.system, account.id);
      expect(after).toMatchObject({ state: 'reconnect', lastError: expect.stringContaining('password') });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
