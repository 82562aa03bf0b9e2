import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { DuplicatePair } from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { compareRecords } from '@clianta/jobs/subscribers/compare-records';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const it = crmTest;

const tell = (
  { crm }: Pick<TestDatabase, 'crm'>,
  { workspaceId, scope }: TestWorkspace,
  recordId: string,
  event: Partial<DomainEvent>,
) =>
  compareRecords(
    { crm, notify: () => undefined },
    {
      id: newId(),
      type: 'contact.created',
      workspaceId,
      at: crm.now(),
      entity: 'contact',
      recordId,
      recordTitle: '',
      recordVersion: 1,
      actor: scope.actor,
      groupId: newId(),
      before: {},
      after: {},
      ...event,
    },
  );

it('a new or changed contact is compared; what is alike no more, or gone, is forgotten', async ({
  db,
  home,
}) => {
  const { crm } = db;
  const phone = '+49 30 1234567';
  await aContact(crm, home.scope, { name: 'Walter Novak', phone });
  const { id } = await aContact(crm, home.scope, { name: 'W. Novak', phone });
  const pairs = async () =>
    (await crm.records(DuplicatePair).find(home.scope)).records.map(({ status }) => status);
  await tell(db, home, id, {});
  expect(await pairs()).toEqual(['open']);
  await crm.records(Contact).update(home.scope, id, { phone: '+49 30 7654321' });
  await tell(db, home, id, { type: 'contact.updated', after: { city: 'Turin' } });
  expect(await pairs()).toEqual(['open']);
  await tell(db, home, id, { type: 'contact.updated', after: { phone: '+49307654321' } });
  expect(await pairs()).toEqual([]);
});

it('after a change of many all are compared, once', async ({ db, home }) => {
  for (const recordId of [newId(), newId()]) await tell(db, home, recordId, { isBulk: true });
  const jobs = await waitingJobs(db.database.connection).find({ workspaceId: home.workspaceId }).toArray();
  expect(jobs.map(({ job, data }) => ({ job, data }))).toEqual([
    { job: 'find_duplicates', data: { entity: 'contact' } },
  ]);
});
