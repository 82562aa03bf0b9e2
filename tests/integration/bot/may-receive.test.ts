import { listHeaders } from '@clianta/bot/outbox/list-headers';
import { takeBounce } from '@clianta/bot/outbox/take-bounce';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { ConsentEvent } from '@clianta/crm-core/marketing/consent/consent-event.schema';
import { recordConsent } from '@clianta/crm-core/marketing/consent/record-consent';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { whyNot, whyNotMany } from '@clianta/crm-core/marketing/outbox/may-receive';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { suppress } from '@clianta/crm-core/marketing/suppression/suppress';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { readUnsubscribeToken, unsubscribe } from '@clianta/crm-core/marketing/suppression/unsubscribe';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aMail, aMailbox, anOutbox, mailOf } from '../../support/outbox.ts';
import { anSmtpServer } from '../../support/smtp-stand-in.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

const START = new Date('2026-03-02T09:00:00Z');
const DAY = 86_400_000;
let now = START;
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('smtp', async ({ home: _home }, { onCleanup }) => {
    now = START;
    const server = await anSmtpServer();
    onCleanup(() => server.close());
    return server;
  })
  .extend('outbox', ({ db, smtp }, { onCleanup }) => {
    const outbox = anOutbox(db.crm, smtp);
    onCleanup(() => outbox.provider.close());
    return outbox;
  })
  .extend('mailbox', ({ db, home, smtp }) => aMailbox(db.crm, home, smtp, { perMinute: 6_000 }));

const ADA = 'ada@northwind.example';
const marketing = { purpose: 'marketing', topic: 'News' } as const;
const personal = { purpose: 'personal' } as const;

describe('who may be written to', () => {
  it('gets marketing with consent alone, unless an admin lets unknown be enough; withdrawn never', async ({
    db: { crm },
    home,
  }) => {
    const { workspaceId } = home;
    const why = async (address: string) =>
      (await whyNot(crm, workspaceId, { address, ...marketing }))?.reason;
    const ada = await aContact(crm, home.scope, { email: ADA });
    expect(await why(ADA)).toBe('noConsent');
    expect(await why('nobody@x.example')).toBe('noConsent');
    expect(await whyNot(crm, workspaceId, { address: ADA, ...personal })).toBeUndefined();
    await crm.records(Workspace).update(home.scope, workspaceId, { isUnknownConsentEnough: true });
    expect(await why(ADA)).toBeUndefined();
    expect(await why('nobody@x.example')).toBe('noConsent');
    await recordConsent(crm, home.scope, { contactId: ada.id, state: 'withdrawn', how: 'chat' });
    expect(await why(ADA)).toBe('withdrawn');
    await recordConsent(crm, home.scope, { contactId: ada.id, state: 'given', how: 'form' });
    expect((await crm.records(Contact).get(home.scope, ada.id)).consent).toBe('given');
    expect(await why(ADA)).toBeUndefined();
  });

  it('is told by reason for many at once, in their order', async ({ db: { crm }, home }) => {
    const { workspaceId, scope } = home;
    const given = { consent: 'given' } as const;
    const [a, b, c] = await Promise.all([
      aContact(crm, scope, { email: 'a@x.example', ...given }),
      aContact(crm, scope, { email: 'b@x.example', ...given }),
      aContact(crm, scope, { email: 'c@x.example' }),
    ]);
    await suppress(crm, scope, { address: 'B@X.example', scope: 'all', reason: 'hardBounce' });
    const list = [a, b, c].map(({ id, email = '' }) => ({ contactId: id, address: email }));
    const reasons = await whyNotMany(crm, workspaceId, [...list, { address: '' }], marketing);
    expect(reasons.map((one) => one?.reason)).toEqual([undefined, 'bounced', 'noConsent', 'noConsent']);
    expect(reasons[1]?.since).toBeInstanceOf(Date);
    const stranger = await aWorkspace(crm);
    expect(await whyNot(crm, stranger.workspaceId, { address: 'b@x.example', ...personal })).toBeUndefined();
  });

  it('has one marketing mail a day and three a week', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const ada = await aContact(crm, home.scope, { email: ADA, consent: 'given' });
    const states: string[] = [];
    for (let mails = 0; mails < 6; mails++) {
      const id = await aMail(crm, home, mailbox.id, {
        ...marketing,
        contactIds: [ada.id],
        source: 'campaign:1',
      });
      await outbox.runDue(home);
      states.push((await mailOf(crm, home, id)).status);
      if (mails > 0) later(DAY);
    }
    expect(states).toEqual(['sent', 'cancelled', 'sent', 'sent', 'cancelled', 'cancelled']);
    expect(smtp.arrived).toHaveLength(3);
  });
});

describe('a mail that is claimed', () => {
  it('is looked at again: who has unsubscribed since gets no marketing, and a personal mail still', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const ada = await aContact(crm, home.scope, { email: ADA, consent: 'given' });
    const news = await aMail(crm, home, mailbox.id, {
      ...marketing,
      contactIds: [ada.id],
      source: 'campaign:1',
    });
    await unsubscribe(crm, { workspaceId: home.workspaceId, address: ADA, topic: 'News' });
    const answer = await aMail(crm, home, mailbox.id, { ...personal, contactIds: [ada.id] });
    await outbox.runDue(home);
    expect(await mailOf(crm, home, news)).toMatchObject({
      status: 'cancelled',
      why: `${ADA}: They have unsubscribed.`,
    });
    expect((await mailOf(crm, home, answer)).status).toBe('sent');
    expect(smtp.arrived).toHaveLength(1);
    const { records } = await crm.records(Activity).find(home.scope, { limit: 10 });
    expect(records.filter(({ type }) => type === 'email')).toMatchObject([
      { subject: 'Hello', contactId: ada.id, userId: home.scope.actor.id },
    ]);
    expect(JSON.stringify(records)).not.toContain('How are you?');
  });

  it('leaves out those of several who must not be written to, and says so', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    await suppress(crm, home.scope, { address: 'bob@x.example', scope: 'all', reason: 'manual' });
    const id = await aMail(crm, home, mailbox.id, { to: [{ address: ADA }, { address: 'bob@x.example' }] });
    const alone = await aMail(crm, home, mailbox.id, { to: [{ address: 'bob@x.example' }] });
    await outbox.runDue(home);
    expect(smtp.arrived.map(({ to }) => to)).toEqual([[ADA]]);
    expect((await mailOf(crm, home, id)).why).toContain('bob@x.example: The team has said');
    expect((await mailOf(crm, home, alone)).status).toBe('cancelled');
    const notices = (await crm.records(Notice).find(home.system, { limit: 9 })).records.map(
      ({ title }) => title,
    );
    expect(notices.sort()).toEqual([
      `Your mail did not go to everybody: ${ADA}, bob@x.example`,
      'Your mail to bob@x.example did not go out',
    ]);
  });

  it('carries unfolded headers by which a mail program unsubscribes', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const ada = await aContact(crm, home.scope, { email: ADA, consent: 'given' });
    const id = await aMail(crm, home, mailbox.id, { ...marketing, contactIds: [ada.id] });
    await outbox.runDue(home);
    const source = smtp.arrived[0]?.source ?? '';
    // a mailbox that nobody reads takes no mail by which people leave
    const [, link] = /^List-Unsubscribe: <(\S+)>\r?$/m.exec(source) ?? [];
    expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    const row = { _id: id, workspaceId: home.workspaceId, purpose: 'marketing', to: [{ address: ADA }] };
    const read = { ...mailbox, imap: { host: 'imap.own.example', port: 993, security: 'tls' as const } };
    expect(listHeaders(crm, row as OutboxRow, read)['List-Unsubscribe']).toContain(
      `, <mailto:${mailbox.address}?subject=unsubscribe%20${id}>`,
    );
    const token = link?.split('/u/')[1] ?? '';
    expect(readUnsubscribeToken(crm, token)).toEqual({
      workspaceId: home.workspaceId,
      address: ADA,
      topic: 'News',
    });
    const [body = '', mark = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify([home.workspaceId, 'eve@x.example', ''])).toString('base64url');
    expect(readUnsubscribeToken(crm, `${forged}.${mark}`)).toBeUndefined();
    expect(readUnsubscribeToken(crm, body)).toBeUndefined();
  });
});

describe('what comes back', () => {
  it('at once: an address that does not exist is not written to again, a policy is no reason', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    smtp.refuses.set('gone@x.example', { reply: 550, text: '5.1.1 No such user' });
    smtp.refuses.set('strict@x.example', { reply: 550, text: '5.7.26 Not authenticated' });
    for (const address of ['gone@x.example', 'strict@x.example'])
      await aMail(crm, home, mailbox.id, { to: [{ address }] });
    await outbox.runDue(home);
    const { records } = await crm.records(Suppression).find(home.scope, { limit: 9 });
    expect(records).toMatchObject([{ address: 'gone@x.example', reason: 'hardBounce', scope: 'all' }]);
    const again = await aMail(crm, home, mailbox.id, { to: [{ address: 'gone@x.example' }] });
    await outbox.runDue(home);
    expect((await mailOf(crm, home, again)).status).toBe('cancelled');
  });

  it('three times within a week: the address is left alone for 30 days', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    smtp.refuses.set('full@x.example', { reply: 452, text: '4.2.2 Mailbox full' });
    const to = [{ address: 'full@x.example' }];
    const why = async () =>
      (await whyNot(crm, home.workspaceId, { address: 'full@x.example', ...personal }))?.reason;
    for (let mails = 0; mails < 3; mails++) {
      expect(await why()).toBeUndefined();
      const id = await aMail(crm, home, mailbox.id, { to });
      await outbox.runOne(home, id);
      later(DAY);
      // tried again, one mail is still one
      await outbox.runOne(home, id);
    }
    expect(await why()).toBe('bounced');
    later(31 * DAY);
    expect(await why()).toBeUndefined();
  });

  it('as a report: the mail is bounced, its sender told, and only whom it went to is believed', async ({
    db: { crm },
    home,
    outbox,
    mailbox,
  }) => {
    await crm.records(EmailAccount).update(home.scope, mailbox.id, { sharing: 'full' });
    const id = await aMail(crm, home, mailbox.id);
    await outbox.runDue(home);
    const { messageId } = await mailOf(crm, home, id);
    const report = (address: string) =>
      `Content-Type: multipart/report\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${messageId}\r\n--b--`;
    expect(await takeBounce(crm, home.workspaceId, report('boss@own.example'))).toBe(id);
    expect((await mailOf(crm, home, id)).status).toBe('sent');
    const stranger = await aWorkspace(crm);
    expect(await takeBounce(crm, stranger.workspaceId, report(ADA))).toBeUndefined();
    expect(await takeBounce(crm, home.workspaceId, report(ADA.toUpperCase()))).toBe(id);
    await takeBounce(crm, home.workspaceId, report(ADA));
    expect((await mailOf(crm, home, id)).status).toBe('bounced');
    const { records } = await crm.records(Suppression).find(home.scope, { limit: 9 });
    expect(records.map(({ address }) => address)).toEqual([ADA]);
    const notices = (await crm.records(Notice).find(home.system, { limit: 9 })).records.map(
      ({ title }) => title,
    );
    expect(notices).toEqual(['Your mail to Ada Quist came back']);
  });
});

it('unsubscribing twice is once, and kept with its proof', async ({ db: { crm }, home }) => {
  const ada = await aContact(crm, home.scope, { email: ADA, consent: 'given' });
  const subscription = { workspaceId: home.workspaceId, address: ADA, topic: '' };
  await unsubscribe(crm, subscription, { ip: '203.0.113.9' });
  await unsubscribe(crm, subscription, { ip: '203.0.113.9' });
  const consents = (await crm.records(ConsentEvent).find(home.scope, { limit: 9 })).records;
  expect(consents).toMatchObject([{ contactId: ada.id, state: 'withdrawn', proof: { ip: '203.0.113.9' } }]);
  expect((await crm.records(Suppression).find(home.scope, { limit: 9 })).records).toHaveLength(1);
  await expect(
    crm.records(ConsentEvent).update(home.scope, consents[0]?.id ?? '', { state: 'given' }),
  ).rejects.toThrow();
});
