import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import { countedVisits } from '@clianta/crm-core/migrations/counted-visits.migration';
import { storeEvents, type TakenEvent } from '@clianta/crm-core/tracking/visit/store-events';
import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';

const BEGIN = Date.parse('2026-03-02T08:00:00Z');
const MINUTE_MS = 60_000;

const it = crmTest.extend('crmOptions', { scope: 'file' }, () => ({ isOwn: true }));

const view = (workspaceId: string, visitorId: string, minute: number): TakenEvent => ({
  ...{ workspaceId, visitorId, siteId: 'site', eventId: newId(), type: 'page', path: '/', isMachine: false },
  url: 'https://own.example/',
  at: new Date(BEGIN + minute * MINUTE_MS),
});

/** The visits of a workspace, as figures know them. */
async function visitsOf({ store }: CrmCore, workspaceId: string) {
  const stored = await store
    .model(TrackingEvent)
    .find({ workspaceId, medium: { $exists: true } })
    .select({ visitorId: 1, at: 1, medium: 1, seconds: 1, isEngaged: 1 })
    .sort({ at: 1, visitorId: 1 })
    .lean();
  return stored.map(({ _id, ...visit }) => visit);
}

it('counts each visit once, however long somebody has come and gone that day', async ({
  db: { crm },
  home,
}) => {
  const { workspaceId } = home;
  for (const minute of [0, 20, 730]) await storeEvents(crm, [view(workspaceId, 'ada', minute)]);
  expect(await visitsOf(crm, workspaceId)).toMatchObject([
    { at: new Date(BEGIN), seconds: 1_200, isEngaged: true },
    { at: new Date(BEGIN + 730 * MINUTE_MS), seconds: 0, isEngaged: false },
  ]);
  // sent late, it tells of the first visit alone
  await storeEvents(crm, [view(workspaceId, 'ada', 10)]);
  expect((await visitsOf(crm, workspaceId)).map(({ seconds }) => seconds)).toEqual([1_200, 0]);
});

it('gives visits that were stored without figures those that they would have had', async ({
  db: { crm },
  home,
}) => {
  const { workspaceId } = home;
  // visits of all lengths lie across each other, and across what is counted together
  const views = Array.from({ length: 30 }, (_, who) =>
    Array.from({ length: 16 }, (_, at) => view(workspaceId, `visitor-${who}`, at * (3 + who * 2) + who)),
  ).flat();
  await storeEvents(crm, views);
  await storeEvents(crm, [{ ...view(workspaceId, 'robot', 5), isMachine: true }]);
  const wanted = await visitsOf(crm, workspaceId);
  expect(wanted.length).toBeGreaterThan(200);
  const { collection } = crm.store.model(TrackingEvent);
  await collection.updateMany({ workspaceId }, { $unset: { medium: 1, seconds: 1, isEngaged: 1 } });
  expect(await countedVisits.run(crm)).toBeGreaterThanOrEqual(wanted.length);
  expect(await visitsOf(crm, workspaceId)).toEqual(wanted);
  expect(await countedVisits.run(crm)).toBe(0);
});
