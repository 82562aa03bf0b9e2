import { sendPhoneMessage } from '@clianta/bot/phone/send-phone-message.job';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import { IntegrationCredential } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { eraseAtTwilio } from '@clianta/crm-core/integrations/twilio/erase-at-twilio';
import { takeTwilioPush } from '@clianta/crm-core/integrations/twilio/take-push';
import { twilio } from '@clianta/crm-core/integrations/twilio/twilio.integration';
import { twilioAddress } from '@clianta/crm-core/integrations/twilio/twilio-paths';
import { PhoneMessage } from '@clianta/crm-core/marketing/phone-message/phone-message.schema';
import { type PhoneRow, PhoneRows } from '@clianta/crm-core/marketing/phone-message/phone-rows';
import {
  type OutgoingPhoneMessage,
  queuePhoneMessage,
} from '@clianta/crm-core/marketing/phone-message/queue-phone-message';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { settlePhoneMessage } from '@clianta/jobs/jobs/settle-phone-message.job';
import { sweepPhoneMessages } from '@clianta/jobs/jobs/sweep-phone-messages.job';
import { textNote } from '@clianta/jobs/subscribers/text-note';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  aContact,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';
import { anAccountSid, TwilioStandIn } from '../../support/twilio-stand-in.ts';

/** 10:00 in Berlin, where the workspace is. */
const MORNING = new Date('2026-03-02T09:00:00Z');
const ADA = '+4930901820';
let vendor: TwilioStandIn;
let db: TestDatabase;
let crm: CrmCore;
let home: TestWorkspace;
let now = MORNING;

beforeAll(async () => {
  vendor = await new TwilioStandIn().start();
  vendor.now = () => now;
  db = await openTestCrm({
    now: () => now,
    integrations: {
      env: vendor.env,
      box: new SecretBox(['a key of some length']),
      registry: [twilio],
      sleep: async () => {},
    },
  });
  crm = db.crm;
  await crm.integrations.ensureIndexes();
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
});
beforeEach(async () => {
  now = MORNING;
  vendor.faults.length = 0;
  vendor.kept.length = 0;
  vendor.optedOut.clear();
  vendor.accountSid = anAccountSid();
  home = await aWorkspace(crm);
  await crm.integrations.connectByKey(home.scope, 'twilio', vendor.values, ['sms', 'voice']);
});

async function queued(values: Partial<OutgoingPhoneMessage> = {}): Promise<string> {
  const { id } = await queuePhoneMessage(crm, home.workspaceId, {
    kind: 'sms',
    phone: ADA,
    text: 'We run late',
    purpose: 'personal',
    timeZone: 'Europe/Berlin',
    ownerId: home.scope.actor.id,
    sendKey: newId(),
    ...values,
  });
  return id;
}
const jobRun = (messageId: string) => ({
  crm,
  id: messageId,
  workspaceId: home.workspaceId,
  attempt: 1,
  scope: home.system,
  signal: AbortSignal.timeout(20_000),
});
const send = (messageId: string) => sendPhoneMessage.run(jobRun(messageId), { messageId, attempt: 0 });
const settle = (messageId: string) =>
  settlePhoneMessage.run({ ...jobRun(messageId), notify: async () => {} } as never, { messageId });
const row = async (id: string) => (await new PhoneRows(crm).find(home.workspaceId, id)) as PhoneRow;
const push = (url: string, fields: Record<string, string>, token?: string) =>
  takeTwilioPush(vendor.push(url, fields, token) as never, { crm, env: {} as never });
const status = (id: string, fields: Record<string, string>, token?: string) =>
  push(twilioAddress(crm, 'status', id), fields, token);
const inbound = (text: string, sid = `SM${newId()}`, more: Record<string, string> = {}) =>
  push(crm.links.address('/integrations/push/twilio/inbound'), {
    From: ADA,
    To: vendor.from,
    Body: text,
    MessageSid: sid,
    ...more,
  });

describe('a text message', () => {
  it('is sent once, however often it is ordered, and stands in the timeline', async () => {
    const { id: contactId } = await aContact(crm, home.scope, { phone: ADA });
    const sendKey = newId();
    const id = await queued({ sendKey, contactId });
    expect(await queued({ sendKey, contactId })).toBe(id);
    await Promise.all([send(id), send(id), send(id)]);
    await send(id);
    expect(vendor.kept).toHaveLength(1);
    expect(Object.fromEntries(vendor.kept[0]?.form ?? [])).toEqual({
      To: ADA,
      From: vendor.from,
      Body: 'We run late',
      StatusCallback: `http://localhost:3000/integrations/push/twilio/status/${id}`,
    });
    expect(await row(id)).toMatchObject({ status: 'sent', providerId: vendor.kept[0]?.sid, segments: 1 });
    const { records } = await crm.records(Activity).find(home.scope, {
      where: [{ field: 'contactId', op: 'eq', value: contactId }],
    });
    expect(records.map(({ subject, body }) => [subject, body])).toContainEqual([
      'Text message',
      'We run late',
    ]);
  });

  it('waits for the hours of whoever gets it, also when it is late', async () => {
    now = new Date('2026-03-02T22:30:00Z');
    const id = await queued();
    expect((await row(id)).dueAt).toEqual(new Date('2026-03-03T07:00:00Z'));
    now = new Date('2026-03-03T20:30:00Z');
    await send(id);
    expect(vendor.kept).toHaveLength(0);
    expect(await row(id)).toMatchObject({ status: 'queued', dueAt: new Date('2026-03-04T07:00:00Z') });
  });

  it('goes to nobody who has said STOP, and marketing only to those who have consented', async () => {
    const ada = await aContact(crm, home.scope, { phone: ADA });
    const marketing = await queued({ purpose: 'marketing', contactId: ada.id });
    await send(marketing);
    expect(await row(marketing)).toMatchObject({
      status: 'cancelled',
      why: 'There is no consent to marketing.',
    });
    await inbound('Stop.');
    const id = await queued();
    await send(id);
    expect(await row(id)).toMatchObject({ status: 'cancelled', why: 'They have answered STOP.' });
    await inbound('start');
    const again = await queued();
    await send(again);
    expect((await row(again)).status).toBe('sent');
  });

  it('suppresses a number of which Twilio says that it has opted out', async () => {
    vendor.optedOut.add(ADA);
    const id = await queued();
    await send(id);
    expect(await row(id)).toMatchObject({ status: 'failed', why: expect.stringContaining('answered STOP') });
    const stored = await crm.records(Suppression).find(home.scope);
    expect(stored.records).toMatchObject([{ channel: 'sms', address: ADA, reason: 'stop', scope: 'all' }]);
  });

  it('is tried again at the time Twilio names, and says what Twilio refuses', async () => {
    const id = await queued();
    vendor.faults.push({ status: 429, headers: { 'retry-after': '120' } });
    await send(id);
    expect(await row(id)).toMatchObject({ status: 'queued', dueAt: new Date(now.getTime() + 120_000) });
    now = new Date(now.getTime() + 121_000);
    vendor.faults.push({ status: 400, body: { code: 21_408, message: 'no' } });
    await send(id);
    expect(await row(id)).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('not switched on'),
    });
  });

  it('waits for a new token where Twilio refuses ours', async () => {
    const id = await queued();
    vendor.faults.push({ status: 401, body: { code: 20_003, message: 'Authenticate' } });
    await send(id);
    expect(await row(id)).toMatchObject({ status: 'queued', attempts: 1 });
    const { records } = await crm.records(IntegrationCredential).find(home.system);
    expect(records[0]).toMatchObject({ state: 'reconnect' });
    await crm.integrations.connectByKey(home.scope, 'twilio', vendor.values, ['sms']);
    now = new Date(now.getTime() + 61_000);
    await send(id);
    expect((await row(id)).status).toBe('sent');
  });

  it.each([
    ['lost' as const, 1],
    ['cut' as const, 0],
    [{ status: 500 }, 0],
  ])('is unknown after %j, is never sent again by itself, and is looked up', async (fault, made) => {
    const id = await queued();
    vendor.faults.push(fault);
    await send(id);
    expect((await row(id)).status).toBe('unknown');
    await send(id);
    now = new Date(now.getTime() + 60_000);
    await settle(id);
    expect(vendor.kept).toHaveLength(made);
    expect(await row(id)).toMatchObject({ status: made ? 'sent' : 'unknown' });
    expect((await row(id)).providerId).toBe(vendor.kept[0]?.sid);
  });

  it('is unknown when its process ended while it was handed over', async () => {
    const id = await queued();
    const rows = new PhoneRows(crm);
    const claim = (await rows.claim(await row(id))) as string;
    await rows.transmit(await row(id), claim, newId());
    now = new Date(now.getTime() + 61_000);
    await send(id);
    expect(vendor.kept).toHaveLength(0);
    expect((await row(id)).status).toBe('unknown');
  });
});

describe('news of Twilio', () => {
  it('only rises, comes as often as it likes, and is believed with either token alone', async () => {
    const id = await queued();
    await send(id);
    const MessageSid = vendor.kept[0]?.sid ?? '';
    await expect(status(id, { MessageSid, MessageStatus: 'delivered' }, 'a wrong token')).rejects.toThrow(
      'not signed by Twilio',
    );
    await status(id, { MessageSid: 'SManother', MessageStatus: 'failed' });
    expect((await row(id)).status).toBe('sent');
    await status(id, { MessageSid, MessageStatus: 'delivered' }, vendor.nextToken);
    await status(id, { MessageSid, MessageStatus: 'sent' });
    await status(id, { MessageSid, MessageStatus: 'failed', ErrorCode: '30003' });
    expect((await row(id)).status).toBe('delivered');
  });

  it('settles one whose answer was lost', async () => {
    const id = await queued();
    vendor.faults.push('lost');
    await send(id);
    const MessageSid = vendor.kept[0]?.sid ?? '';
    await status(id, { MessageSid, MessageStatus: 'undelivered', ErrorCode: '30006' });
    expect(await row(id)).toMatchObject({
      status: 'failed',
      providerId: MessageSid,
      why: expect.stringContaining('landline'),
    });
    const note = await textNote(
      { crm, notify: async () => {} } as never,
      {
        type: 'text.failed',
        workspaceId: home.workspaceId,
        recordId: id,
      } as never,
    );
    expect(note).toMatchObject({ title: expect.stringContaining('did not arrive') });
  });

  it('keeps a text that comes once, with whose it is, and answers HELP unless Twilio has', async () => {
    const ada = await aContact(crm, home.scope, { phone: ADA, ownerId: home.scope.actor.id });
    await inbound('See you at nine', 'SM1');
    await inbound('See you at nine', 'SM1');
    const { records } = await crm.records(PhoneMessage).find(home.scope);
    expect(records).toMatchObject([{ text: 'See you at nine', contactId: ada.id, status: 'received' }]);
    expect(await inbound('HELP')).toMatchObject({ type: 'text/xml', body: expect.stringContaining('STOP') });
    const answered = await inbound('help', 'SM3', { OptOutType: 'HELP' });
    expect(answered.body).not.toContain('Message');
  });

  it('is asked for once a day where there was none', async () => {
    const id = await queued();
    await send(id);
    const [kept] = vendor.kept;
    if (kept) kept.status = 'delivered';
    now = new Date(now.getTime() + 2 * 3_600_000);
    await sweepPhoneMessages.run({ crm, notify: async () => {} });
    const waiting = await crm.work.list(home.workspaceId, { states: ['waiting'], limit: 100 });
    expect(waiting.map(({ job, key }) => [job, key])).toContainEqual(['settle_phone_message', id]);
    await settle(id);
    expect((await row(id)).status).toBe('delivered');
  });
});

describe('a voicemail', () => {
  const called = async () => {
    const { id: contactId } = await aContact(crm, home.scope, { phone: ADA, consent: 'given' });
    const id = await queued({ kind: 'voice', text: 'Call us <back> & soon', contactId });
    await send(id);
    return id;
  };
  const asked = (id: string, AnsweredBy: string) =>
    push(twilioAddress(crm, 'voice', id), { CallSid: vendor.kept[0]?.sid ?? '', AnsweredBy });

  it('takes consent', async () => {
    const id = await queued({ kind: 'voice' });
    await send(id);
    expect(await row(id)).toMatchObject({ status: 'cancelled', why: 'There is no consent to be called.' });
  });

  it('is said to a machine alone', async () => {
    const id = await called();
    expect(vendor.kept[0]?.form.get('MachineDetection')).toBe('DetectMessageEnd');
    const { body } = await asked(id, 'machine_end_beep');
    expect(body).toContain('<Say>Call us &lt;back&gt; &amp; soon</Say>');
    expect((await row(id)).status).toBe('delivered');
  });

  it('is not said to a person, also when the call is completed then', async () => {
    const id = await called();
    expect((await asked(id, 'human')).body).toContain('<Hangup/>');
    await status(id, { CallSid: vendor.kept[0]?.sid ?? '', CallStatus: 'completed' });
    expect(await row(id)).toMatchObject({
      status: 'failed',
      why: 'A person answered, so nothing was played.',
    });
  });
});

it('erases the texts of a person at Twilio', async () => {
  await send(await queued());
  await crm.integrations.test(home.scope, (await crm.integrations.of(home.scope))[0]?.id ?? '');
  const [credential] = await crm.integrations.of(home.scope, 'twilio');
  const connection = await crm.integrations.connection(home.workspaceId, credential?.id ?? '');
  const person = { emails: [], phones: [ADA], links: [], without: String };
  expect(await eraseAtTwilio(connection, person)).toMatchObject([{ found: 1, erased: 1 }]);
  expect(vendor.kept).toHaveLength(0);
});
