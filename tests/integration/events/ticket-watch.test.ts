import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
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

it('who leads the team of a late ticket is told with its assignee and the admins, and of a warning nobody else', async ({
  db,
  home,
}) => {
  now = FRIDAY;
  const { crm } = db;
  const { workspaceId, scope, system } = home;
  const members = crm.records(TeamMember);
  const people = new Map<string, string>();
  for (const [name, values] of [
    ['Lena Fox', { team: 'West', leadsTeam: true }],
    ['Bob Tan', { team: 'west' }],
    ['Kim Oak', { team: 'East', leadsTeam: true }],
  ] as const) {
    const { actor } = await home.member(name);
    const member = await members.findOne(scope, { userId: actor.id });
    await members.update(scope, String(member?.id), values);
    people.set(name, actor.id);
  }
  const bob = String(people.get('Bob Tan'));
  const tickets = crm.records(Ticket);
  const { id } = await tickets.create(scope, { subject: 'Login fails', assigneeId: bob });
  const toldOf = async (stage: 'warning' | 'breach', ticketId = id) => {
    await watchTicket.run({ crm, notify: () => undefined, workspaceId, scope: system } as never, {
      ticketId,
      clock: 'first',
      stage,
    });
    const notices = await crm.store
      .model(Notice)
      .find({ workspaceId, recordId: ticketId })
      .lean<{ userId: string; title: string }[]>();
    const word = stage === 'breach' ? 'is late' : 'is due soon';
    return notices
      .filter(({ title }) => title.endsWith(word))
      .map(({ userId }) => userId)
      .toSorted();
  };
  now = new Date('2026-11-24T12:00:00Z');
  expect(await toldOf('warning')).toEqual([bob]);
  const [lena, kim] = [String(people.get('Lena Fox')), String(people.get('Kim Oak'))];
  expect(await toldOf('breach')).toEqual([bob, lena, scope.actor.id].toSorted());

  // a team of its own goes before that of the assignee, and is told where there is none
  now = FRIDAY;
  const other = await tickets.create(scope, { subject: 'Printer on fire', team: 'EAST' });
  const given = await tickets.create(scope, { subject: 'No paper', team: 'east', assigneeId: bob });
  now = new Date('2026-11-24T12:00:00Z');
  expect(await toldOf('warning', other.id)).toEqual([kim]);
  expect(await toldOf('breach', given.id)).toEqual([bob, kim, scope.actor.id].toSorted());
});
