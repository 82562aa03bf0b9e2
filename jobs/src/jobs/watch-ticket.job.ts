import { formatDate } from '@clianta/agents/tools/format';
import { pausesOf, slaRules } from '@clianta/crm-core/crm/ticket/sla-of';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { isOver, warnAt } from '@clianta/crm-core/crm/ticket/ticket-clock';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { fold } from '@clianta/crm-core/entity/search-text';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { z } from 'zod';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** What is looked at, and whether it is near or here. */
const CLOCKS = ['first', 'resolve'] as const;
const STAGES = ['warning', 'breach'] as const;
type Clock = (typeof CLOCKS)[number];
type Stage = (typeof STAGES)[number];

const DUE = { first: 'firstDueAt', resolve: 'resolveDueAt' } as const;
const IS_LATE = { first: 'isFirstLate', resolve: 'isResolveLate' } as const;
const WHAT = { first: 'the first answer', resolve: 'the solution' } as const;

/** Tells that a ticket's time runs out, or is over; its key is the ticket, the clock and the stage. */
export const watchTicket = defineJob({
  name: 'watch_ticket',
  data: z.object({ ticketId: z.string(), clock: z.enum(CLOCKS), stage: z.enum(STAGES) }),
  async run(context: JobRunContext, { ticketId, clock, stage }) {
    const { crm, workspaceId, scope } = context;
    const ticket = (await crm.records(Ticket).getMany(scope, [ticketId])).get(ticketId);
    const at = ticket && (await watchedAt(crm, workspaceId, ticket, clock, stage));
    const due = ticket?.[DUE[clock]];
    // moved to a later time: the order for that time waits, or is on its way
    if (!ticket || !at || !due || at > crm.now()) return;
    if (stage === 'breach' && !ticket[IS_LATE[clock]])
      await crm.records(Ticket).update(scope, ticketId, { [IS_LATE[clock]]: true });
    for (const { userId, because } of await concerned(crm, workspaceId, ticket, stage)) {
      const when = formatDate(due, await crm.localOf(workspaceId, userId));
      await tell(context, {
        workspaceId,
        userId,
        kind: 'reminder',
        key: `ticket:${ticketId}:${clock}:${stage}:${due.toISOString()}`,
        title: `${ticket.reference} ${ticket.subject}: ${WHAT[clock]} ${stage === 'breach' ? 'is late' : 'is due soon'}`,
        body: stage === 'breach' ? `It was due ${when}` : `Due ${when}`,
        because,
        urgency: 'high',
        entity: Ticket.name,
        recordId: ticketId,
        at: crm.now(),
      });
    }
  },
});

/** Has everything that is to be told of a ticket wait for its time, or not at all. */
export async function watch(
  crm: CrmCore,
  workspaceId: string,
  ticketId: string,
  ticket: TicketRecord | undefined,
): Promise<void> {
  for (const clock of CLOCKS)
    for (const stage of STAGES) {
      const key = `${ticketId}:${clock}:${stage}`;
      const at = ticket && (await watchedAt(crm, workspaceId, ticket, clock, stage));
      if (at) await crm.enqueue(watchTicket, { ticketId, clock, stage }, { workspaceId, key, at });
      else await crm.work.cancel(watchTicket, workspaceId, key);
    }
}

async function watchedAt(
  crm: CrmCore,
  workspaceId: string,
  ticket: TicketRecord,
  clock: Clock,
  stage: Stage,
): Promise<Date | undefined> {
  const isDone = isOver(ticket.status) || (clock === 'first' && ticket.firstAnsweredAt);
  if (isDone || ticket[IS_LATE[clock]]) return undefined;
  if (stage === 'breach') return ticket[DUE[clock]] ?? undefined;
  const { of, timeZone } = await slaRules(crm, workspaceId);
  const { openedAt = ticket.createdAt } = ticket;
  const pauses = (await pausesOf(crm, workspaceId, [ticket.id])).get(ticket.id) ?? [];
  return warnAt({ ...ticket, openedAt, pauses }, of(ticket), timeZone)[DUE[clock]];
}

interface Concerned {
  userId: string;
  because: string;
}

/**
 * Whose ticket it is; where they are gone, the team that it is of: who leads it, else all of them. Of one that is late who leads
 * the team too. Of that, or one that is nobody's, the administrators.
 */
async function concerned(
  crm: CrmCore,
  workspaceId: string,
  { assigneeId, team: named }: TicketRecord,
  stage: Stage,
): Promise<Concerned[]> {
  const scope = systemScope(workspaceId);
  const { records: all } = await crm.records(TeamMember).find(scope, { limit: 500 });
  const assignee = all.find(({ userId }) => userId === assigneeId);
  const name = fold(named ?? assignee?.team ?? '');
  const team = all.filter((one) => name && fold(one.team ?? '') === name);
  const leads = team.filter(({ leadsTeam }) => leadsTeam);
  const admins = all.filter(({ role }) => role === 'admin' || role === 'owner');
  const told = (people: readonly { userId: string }[], because: string) =>
    people.map(({ userId }) => ({ userId, because }));
  const own = assignee
    ? told([assignee], 'The ticket is yours.')
    : told(leads.length > 0 ? leads : team, 'The ticket is your team’s.');
  const others =
    stage === 'breach'
      ? told([...leads, ...admins], 'Whoever leads the team, and administrators, see what is late.')
      : told(own.length > 0 ? [] : admins, 'Administrators see what is nobody’s.');
  // whose it is is told that it is theirs
  return [...new Map([...others, ...own].map((one) => [one.userId, one])).values()];
}
