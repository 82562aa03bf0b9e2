import { salesforce } from '@clianta/crm-core/integrations/salesforce/salesforce.integration';
import { SYNC_STREAM } from '@clianta/crm-core/integrations/sync/sync-orders';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { sendToSystems } from '@clianta/jobs/subscribers/send-to-systems';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anEvent } from '../../support/events.ts';
import { SalesforceStandIn } from '../../support/salesforce-stand-in.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const NOW = new Date('2026-03-02T09:00:20Z');
const NEXT_MINUTE = new Date('2026-03-02T09:01:00Z');

let vendor: SalesforceStandIn;
let db: TestDatabase;
let home: TestWorkspace;
let credentialId: string;

beforeAll(async () => {
  vendor = await new SalesforceStandIn().start();
  vendor.now = () => NOW;
  db = await openTestCrm({
    now: () => NOW,
    integrations: { env: vendor.env, box: new SecretBox(['a key of some length']), registry: [salesforce] },
  });
});
afterAll(async () => {
  await db.close();
  await vendor.stop();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  const { integrations } = db.crm;
  const { url, browser } = await integrations.begin(
    home.scope,
    'salesforce',
    ['crm'],
    'https://crm.example/back',
  );
  const done = await integrations.finish(vendor.consent(url), { browser, userId: home.scope.actor.id });
  credentialId = done.credential.id;
  const start = salesforce.features.crm?.sync?.start;
  await start?.begin(await integrations.connection(home.workspaceId, credentialId), home.scope);
  await db.crm.store.connection.collection('waitingJobs').deleteMany({ workspaceId: home.workspaceId });
});

const send = (values: Parameters<typeof anEvent>[0] = {}) =>
  sendToSystems(
    { crm: db.crm, notify: async () => {} },
    anEvent({ workspaceId: home.workspaceId, type: 'contact.updated', ...values }),
  );
const ordered = async () =>
  (await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 10 }))
    .filter(({ job }) => job === SYNC_STREAM.name)
    .map(({ at, data }) => ({ at, data }));

it('what is changed here goes out with the next full minute, however much it is', async () => {
  for (let again = 0; again < 3; again++) await send();
  await send({ entity: 'opportunity', type: 'deal.updated' });
  expect(await ordered()).toMatchObject([
    { at: NEXT_MINUTE, data: { credentialId, feature: 'crm', stream: 'records' } },
  ]);
});

it('what came from there does not go back, nor what nobody keeps there', async () => {
  await send({ cause: { eventId: `${credentialId}:run`, chain: [], depth: 1 } });
  await send({ entity: 'campaign', type: 'campaign.updated' });
  expect(await ordered()).toEqual([]);
});

it('nothing goes to an account that is paused', async () => {
  await db.crm.integrations.pause(home.scope, credentialId, true);
  await send();
  expect(await ordered()).toEqual([]);
});
