import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import { resend } from '@clianta/crm-core/integrations/resend/resend.integration';
import { svixSignature } from '@clianta/crm-core/integrations/resend/svix-signature';
import { takeResendPush } from '@clianta/crm-core/integrations/resend/take-push';
import { OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aMail, aMailbox, anOutbox, mailOf } from '../../support/outbox.ts';
import { ResendStandIn } from '../../support/resend-stand-in.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const MORNING = new Date('2026-03-02T09:00:00Z');
const SECRET = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
const NEXT = `whsec_${Buffer.from('another secret').toString('base64')}`;
/** Nothing is to go by SMTP. */
const NO_SMTP = { port: 1, password: 're_key' } as never;
let vendor: ResendStandIn;
let db: TestDatabase;
let crm: CrmCore;
let home: TestWorkspace;
let now = MORNING;

beforeAll(async () => {
  vendor = await new ResendStandIn().start();
  db = await openTestCrm({
    now: () => now,
    integrations: {
      env: { RESEND_API_URL: vendor.url },
      box: new SecretBox(['a key of some length']),
      registry: [resend],
      sleep: async () => {},
    },
  });
  crm = db.crm;
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
});
beforeEach(async () => {
  now = MORNING;
  vendor.faults.length = 0;
  vendor.sent.length = 0;
  vendor.calls = 0;
  home = await aWorkspace(crm);
  const values = { key: vendor.key, secret: SECRET, nextSecret: NEXT };
  await crm.integrations.connectByKey(home.scope, 'resend', values, ['mail']);
});

async function aMailByResend(values = {}) {
  const { id } = await aMailbox(crm, home, NO_SMTP, {
    smtp: { host: 'smtp.resend.com', port: 465, security: 'tls', user: 'resend' },
  });
  const outbox = anOutbox(crm, NO_SMTP);
  const mailId = await aMail(crm, home, id, values);
  return { mailId, send: () => outbox.runOne(home, mailId), mail: () => mailOf(crm, home, mailId) };
}

const event = (mailId: string, type: string, more: object = {}, to = 'ada@northwind.example') =>
  Buffer.from(JSON.stringify({ type, data: { email_id: 'x', to: [to], tags: { mail: mailId }, ...more } }));
function push(body: Buffer, { secret = SECRET, at = now, prefix = 'svix' } = {}) {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const headers = {
    [`${prefix}-id`]: 'msg_1',
    [`${prefix}-timestamp`]: seconds,
    [`${prefix}-signature`]: `v1,${svixSignature(secret, 'msg_1', seconds, body)}`,
  };
  return takeResendPush(
    { path: '/integrations/push/resend', headers, query: {}, body },
    { crm, env: {} as never },
  );
}

describe('mail by Resend', () => {
  it('says what SMTP would have said, and is sent once however often its answer is lost', async () => {
    const { send, mail, mailId } = await aMailByResend({
      bcc: [{ address: 'kim@northwind.example' }],
      attachments: [],
    });
    vendor.faults.push('lost');
    await send();
    expect((await mail()).status).toBe('sent');
    expect(vendor.calls).toBe(2);
    const { messageId } = await mail();
    expect(vendor.sent).toMatchObject([
      {
        key: `mail/${mailId}`,
        body: {
          from: expect.stringContaining('@own.example'),
          to: ['"Ada Quist" <ada@northwind.example>'],
          bcc: ['kim@northwind.example'],
          subject: 'Hello',
          text: expect.stringContaining('How are you?'),
          headers: { 'Message-ID': messageId },
        },
      },
    ]);
  });

  it('waits as Resend says, and for a new key', async () => {
    const { send, mail } = await aMailByResend();
    vendor.faults.push({ status: 429, headers: { 'retry-after': '30' } });
    await send();
    expect(await mail()).toMatchObject({ status: 'queued', attempts: 1 });
    now = new Date(now.getTime() + 61_000);
    vendor.faults.push({ status: 401, body: { name: 'restricted_api_key', message: 'no' } });
    await send();
    expect(await mail()).toMatchObject({ status: 'queued', why: expect.stringContaining('connected anew') });
  });

  it('fails with what Resend says where it refuses', async () => {
    const { send, mail } = await aMailByResend();
    const body = { statusCode: 403, name: 'validation_error', message: 'The domain is not verified.' };
    vendor.faults.push({ status: 403, body });
    await send();
    expect(await mail()).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('domain is not verified'),
    });
    expect(await crm.records(Suppression).count(home.scope)).toBe(0);
  });
});

describe('news of Resend', () => {
  it('is believed when it is signed by one of the two secrets within five minutes', async () => {
    const { mailId } = await aMailByResend();
    const body = event(mailId, 'email.delivered');
    const refused = /not signed by Resend/;
    await expect(push(body, { secret: 'whsec_AAAA' })).rejects.toThrow(refused);
    await expect(push(body, { at: new Date(now.getTime() - 301_000) })).rejects.toThrow(refused);
    await expect(push(event(newId(), 'email.delivered'))).rejects.toThrow(refused);
    expect(await push(body, { secret: NEXT, prefix: 'webhook' })).toEqual({ status: 204 });
  });

  it('suppresses what does not exist and who complains, and believes no address that it did not go to', async () => {
    const { send, mail, mailId } = await aMailByResend();
    await send();
    const bounce = { bounce: { type: 'Permanent', subType: 'General', message: 'no such mailbox' } };
    await push(event(mailId, 'email.bounced', bounce, 'somebody@else.example'));
    expect((await mail()).status).toBe('sent');
    await push(event(mailId, 'email.bounced', bounce));
    await push(event(mailId, 'email.bounced', bounce));
    expect(await mail()).toMatchObject({
      status: 'bounced',
      why: expect.stringContaining('no such mailbox'),
    });
    const other = await aMailByResend({ to: [{ address: 'kim@northwind.example' }] });
    await push(event(other.mailId, 'email.complained', {}, 'kim@northwind.example'));
    const { records } = await crm.records(Suppression).find(home.scope, { sort: 'createdAt' });
    expect(records.map(({ address, scope, reason }) => [address, scope, reason])).toEqual([
      ['ada@northwind.example', 'all', 'hardBounce'],
      ['kim@northwind.example', 'marketing', 'complaint'],
    ]);
  });

  it('settles what was unknown', async () => {
    const { mailId, mail } = await aMailByResend();
    const rows = new OutboxRows(crm);
    const claim = (await rows.claim(await mail())) as string;
    await rows.transmit(await mail(), claim);
    await rows.end(await mail(), claim, 'unknown');
    await push(event(mailId, 'email.sent'));
    expect((await mail()).status).toBe('sent');
  });
});
