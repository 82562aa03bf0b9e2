import type { Told } from '@clianta/bot/notices/outlet';
import { pushOutlet } from '@clianta/bot/notices/push-outlet';
import { vapidKeys } from '@clianta/bot/notices/vapid-keys';
import { PushSubscription } from '@clianta/crm-core/conversations/notice/push-subscription.schema';
import { subscribe } from '@clianta/crm-core/conversations/notice/push-subscriptions';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aPushService, type PushStandIn } from '../support/push-stand-in.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../support/test-crm.ts';

const box = new SecretBox(['a key of some length']);
const told: Told = {
  id: 'n1',
  title: 'Reminder: Call Ada',
  body: 'Due 14:00',
  urgency: 'high',
  path: '/inbox?notice=n1',
};
let db: TestDatabase;
let service: PushStandIn;
let home: TestWorkspace;

beforeAll(async () => {
  db = await openTestCrm();
  service = await aPushService();
});
afterAll(async () => {
  await service.close();
  await db.close();
});
beforeEach(async () => {
  service.received.length = 0;
  service.answer(201);
  home = await aWorkspace(db.crm);
});

async function aBrowser(services = [service.origin]) {
  const browser = service.subscribe();
  await subscribe(db.crm, home.scope, { endpoint: browser.endpoint, ...browser.keys });
  const keys = () => vapidKeys(db.crm, box);
  const outlet = pushOutlet({ crm: db.crm, keys, subject: 'mailto:crm@clianta.example', services });
  const targets = () => outlet.targetsOf(home.workspaceId, home.scope.actor.id);
  const [target] = await targets();
  if (!target) throw new Error('The browser is subscribed.');
  return { browser, target, targets };
}

it('sends a notice that only the browser can read, and says who sends it', async () => {
  const { browser, target } = await aBrowser();
  await target.send(told);
  const [push] = service.received;
  expect(push?.headers).toMatchObject({ urgency: 'high', topic: 'n1', 'content-encoding': 'aes128gcm' });
  expect(push?.vapid).toMatchObject({ aud: service.origin, sub: 'mailto:crm@clianta.example' });
  expect(push?.body.toString('latin1')).not.toContain('Ada');
  expect(browser.open(push?.body ?? Buffer.alloc(0))).toEqual({
    id: 'n1',
    title: told.title,
    body: told.body,
    path: told.path,
  });
});

it.each([404, 410])('forgets a browser that is not subscribed any more (%i)', async (status) => {
  const { target, targets } = await aBrowser();
  service.answer(status);
  await target.send(told);
  expect(await targets()).toEqual([]);
});

it('keeps it when the push service is only busy, and tells what may be sent later', async () => {
  const { target, targets } = await aBrowser();
  service.answer(503);
  await expect(target.send(told)).rejects.toMatchObject({ code: 'upstream' });
  service.answer(400);
  await expect(target.send(told)).rejects.toMatchObject({ code: 'invalid' });
  expect(await targets()).toHaveLength(1);
});

it('sends nothing to an address that is no push service', async () => {
  const { target, targets } = await aBrowser([]);
  await target.send(told);
  expect(service.received).toEqual([]);
  expect(await targets()).toEqual([]);
});

it('belongs to who has subscribed last in it, and its keys are shown to nobody', async () => {
  const { browser, targets } = await aBrowser();
  const carlos = await home.member('Carlos Diaz');
  await subscribe(db.crm, carlos, { endpoint: browser.endpoint, ...browser.keys });
  expect(await targets()).toEqual([]);
  const { records } = await db.crm.records(PushSubscription).find(carlos, {});
  expect(records).toHaveLength(1);
  expect(records[0]).not.toHaveProperty('endpoint');
});

it('makes its keys once, and keeps them encrypted', async () => {
  const [one, other] = await Promise.all([vapidKeys(db.crm, box), vapidKeys(db.crm, box)]);
  expect(other).toEqual(one);
  const stored = await db.database.connection.collection('pushKeys').findOne({});
  expect(JSON.stringify(stored)).not.toContain(one.privateKey);
});
