import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { trackedHtml } from '@clianta/crm-core/marketing/mail-tracking/mail-links';
import { MailTouch } from '@clianta/crm-core/marketing/mail-tracking/mail-touch.schema';
import { queueMail } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { unsubscribeLink } from '@clianta/crm-core/marketing/suppression/unsubscribe';
import { expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';

const it = apiTest
  .extend('mailTo', (): string => `${newId()}@x.example`)
  .extend('mail', async ({ server, sam, mailTo: email }) => {
    const { crm } = server.product;
    const { workspaceId } = sam;
    const scope = systemScope(workspaceId);
    const { id: contactId } = await crm
      .records(Contact)
      .create(scope, { name: 'Ada', email, consent: 'given' });
    const { userId: ownerId } = (await sam.call('GET', '/team-members')).body.records[0];
    const account = await crm.records(EmailAccount).create(scope, {
      address: `${newId()}@own.example`,
      ownerId,
      isPaused: true,
      smtp: { host: 'smtp.invalid', port: 465 },
    });
    const off = unsubscribeLink(crm, { workspaceId, address: email, topic: '' });
    const html = `<p>${['a', 'b', 'c', 'd'].map((name) => `<a href="https://own.example/${name}?x=1&amp;y=2">${name}</a>`).join('')}<a href="${off}">off</a></p>`;
    const id = await queueMail(crm, workspaceId, {
      accountId: account.id,
      to: [{ address: email }],
      subject: 'Launch',
      text: 'Launch',
      html,
      purpose: 'marketing',
      sendKey: newId(),
      contactIds: [contactId],
    });
    await crm.store
      .model(EmailMessage)
      .collection.updateOne(
        { _id: id as never },
        { $set: { status: 'sent', sentAt: new Date(Date.now() - 3_600_000) } },
      );
    const sent = trackedHtml(crm, id, html);
    const links = [...sent.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url = '']) => new URL(url));
    const look = (at: number, options: RequestInit = {}) =>
      fetch(`${server.url}${links[at]?.pathname}`, {
        redirect: 'manual',
        headers: { 'user-agent': BROWSER },
        ...options,
      });
    const touches = async () =>
      (await crm.records(MailTouch).find(scope, { limit: 50, sort: 'at' })).records.filter(
        ({ mailId }) => mailId === id,
      );
    const signals = async () =>
      (await crm.records(IntentSignal).find(scope, { limit: 200 })).records
        .filter((one) => one.contactId === contactId)
        .map(({ type }) => type);
    return { links, look, touches, signals, off };
  });

it('a link leads where the mail says, unsubscribing as it is, and a person’s look is a sign of interest', async ({
  mail,
  server,
}) => {
  const { links, look, touches, signals, off } = mail;
  expect(links[4]?.href).toBe(off);
  const clicked = await look(0);
  expect(clicked.status).toBe(302);
  expect(clicked.headers.get('location')).toBe('https://own.example/a?x=1&y=2');
  // twice within a minute is once
  await look(0);
  expect((await look(6)).headers.get('content-type')).toContain('image/gif');
  expect(await touches()).toMatchObject([
    { kind: 'click', isMachine: false, url: 'https://own.example/a?x=1&y=2' },
    { kind: 'open', isMachine: false },
  ]);
  expect((await signals()).sort()).toEqual(['click', 'emailOpen']);
  const forged = links[0]?.pathname.replace(/\.0\./, '.1.') ?? '';
  expect((await fetch(`${server.url}${forged}`, { redirect: 'manual' })).status).toBe(404);
  expect((await fetch(`${server.url}/o/nonsense`)).status).toBe(200);
  expect(await touches()).toHaveLength(2);
});

it('machines are told apart: who asks only, who follows what nobody sees, and who follows three links at once', async ({
  mail: { look, touches, signals },
}) => {
  await look(6, { headers: { 'user-agent': 'Mozilla/5.0' } });
  await look(3, { method: 'HEAD' });
  expect((await look(5)).status).toBe(204);
  for (const at of [0, 1]) await look(at);
  await look(2);
  const found = await touches();
  expect(found.filter(({ isMachine }) => !isMachine)).toEqual([]);
  expect(found.map(({ kind }) => kind).sort()).toEqual(['click', 'click', 'click', 'click', 'click', 'open']);
  expect(await signals()).toEqual([]);
});

it('a teammate who looks at the mail in their browser leads nowhere else, and is no sign of interest', async ({
  mail: { look, touches, signals },
  sam,
}) => {
  const headers = { 'user-agent': BROWSER, cookie: sam.cookie };
  const clicked = await look(0, { headers });
  expect([clicked.status, clicked.headers.get('location')]).toEqual([302, 'https://own.example/a?x=1&y=2']);
  expect((await look(6, { headers })).headers.get('content-type')).toContain('image/gif');
  expect(await touches()).toEqual([]);
  expect(await signals()).toEqual([]);
});

const toTeammate = it.extend('mailTo', () => 'Sam@Clianta.example');

toTeammate('mail to a teammate is looked at by a teammate, wherever', async ({ mail: { look, touches } }) => {
  expect((await look(0)).status).toBe(302);
  await look(6);
  expect(await touches()).toEqual([]);
});
