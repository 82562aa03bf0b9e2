import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { watch, watchTicket } from '@clianta/jobs/jobs/watch-ticket.job';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';

/** A Friday, 16:00 in Berlin. */
const FRIDAY = new Date('2026-11-20T15:00:00Z');
let now = FRIDAY;
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });

it('a ticket is warned of and told as late in working hours, and not while it is on hold', async ({
  db,
  home,
}) => {
  const { crm } = db;
  const { workspaceId, scope, system } = home;
  const tickets = crm.records(Ticket);
  const { id } = await tickets.create(scope, { subject: 'Login fails', priority: 'high' });
  const planned = async () => {
    await watch(crm, workspaceId, id, (await tickets.getMany(system, [id])).get(id));
    const jobs = await waitingJobs(db.database.connection).find({ workspaceId, state: 'waiting' }).toArray();
    return jobs
      .filter(({ job, data }) => job === watchTicket.name && data.ticketId === id)
      .map(({ data, at }) => `${data.clock} ${data.stage} ${at.toISOString()}`)
      .toSorted();
  };
  expect(await planned()).toEqual([
    'first breach 2026-11-23T11:00:00.000Z',
    'first warning 2026-11-23T10:00:00.000Z',
    'resolve breach 2026-11-23T15:00:00.000Z',
    'resolve warning 2026-11-23T13:00:00.000Z',
  ]);
  now = new Date('2026-11-23T11:00:00Z');
  await watchTicket.run({ crm, notify: () => undefined, workspaceId, scope: system } as never, {
    ticketId: id,
    clock: 'first',
    stage: 'breach',
  });
  expect(await tickets.get(scope, id)).toMatchObject({ isFirstLate: true });
  const { records } = await crm.records(Notice).find(scope);
  expect(records.map(({ title }) => title)).toEqual(['T1 Login fails: the first answer is late']);
  await tickets.update(scope, id, { status: 'on_hold' });
  const held = await tickets.get(scope, id);
  expect([held.firstDueAt, held.resolveDueAt]).toEqual([undefined, undefined]);
  expect(await planned()).toEqual([]);
});
