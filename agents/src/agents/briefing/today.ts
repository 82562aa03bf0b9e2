import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { previousVisit } from '@clianta/crm-core/conversations/notice/presence';
import { snoozeAt } from '@clianta/crm-core/conversations/notice/snooze';
import { SNOOZES } from '@clianta/crm-core/conversations/notice/snooze.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import { hasRole } from '@clianta/crm-core/entity/scope';
import type { ToolContext } from '../../tool.ts';
import { titlesFor } from '../../tools/present.ts';
import { whoseOf } from '../../tools/whose.ts';
import { daysOf, readAgenda } from './agenda.ts';
import { changesOf } from './changes-of.ts';
import type { Today } from './today.schema.ts';
import { todaysPrompts } from './todays-prompts.ts';

const NAMED = 5;
const MOST_APPROVALS = 5;
/** Longer ago is no visit that one remembers. */
const LONGEST_AWAY_MS = 14 * 86_400_000;

/** Reads the person's day. */
export async function readToday(given: ToolContext): Promise<Today> {
  const { crm, scope, now } = given;
  const { timeZone: zone } = await crm.localOf(scope.workspaceId, scope.actor.id);
  const context = { ...given, timeZone: zone };
  const whose = await whoseOf(context);
  const [agenda, approvals, news, people, companies, deals] = await Promise.all([
    readAgenda(context, whose, daysOf(context, 'today', undefined)),
    crm.records(Approval).find(scope, {
      where: [
        { field: 'deciders', op: 'eq', value: scope.actor.id },
        { field: 'status', op: 'eq', value: 'pending' },
        { field: 'expiresAt', op: 'gt', value: now },
      ],
      sort: 'expiresAt',
      limit: MOST_APPROVALS,
    }),
    newsOf(context),
    crm.records(Contact).find(scope, { limit: 1 }),
    crm.records(Company).find(scope, { limit: 1 }),
    crm.records(Opportunity).find(scope, { limit: 1 }),
  ]);
  const { overdue, slipped, planned } = agenda;
  const due = {
    count: agenda.due.count + planned.count,
    records: [...agenda.due.records, ...planned.records].toSorted(
      (a, b) => Number(a.dueAt) - Number(b.dueAt),
    ),
  };
  const [tasks, titles] = await Promise.all([
    titlesFor(context, Task, [...overdue.records, ...due.records]),
    titlesFor(context, Opportunity, [...slipped.records, ...agenda.toClose.records, ...deals.records]),
  ]);
  const task = ({ id, version, title, dueAt, contactId, companyId }: TaskRecord) => {
    const about = tasks.get(contactId ?? '') ?? tasks.get(companyId ?? '');
    return { id, version, plural: Task.plural, title, ...(about && { about }), ...(dueAt && { dueAt }) };
  };
  const deal = ({ id, title, companyId, expectedCloseAt, amountMinor, currency }: OpportunityRecord) => {
    const about = titles.get(companyId ?? '');
    return {
      id,
      plural: Opportunity.plural,
      title,
      ...(about && { about }),
      ...(expectedCloseAt && { expectedCloseAt }),
      ...(amountMinor !== undefined && { amountMinor }),
      ...(currency && { currency }),
    };
  };
  const mayWrite = hasRole(scope, 'member');
  const nearest = slipped.records[0] ?? agenda.toClose.records[0] ?? deals.records[0];
  return {
    overdue: { count: overdue.count, items: overdue.records.slice(0, NAMED).map(task) },
    due: { count: due.count, items: due.records.slice(0, NAMED).map(task) },
    slipped: { count: slipped.count, items: slipped.records.slice(0, NAMED).map(deal) },
    approvals: approvals.records.map(({ id, title, expiresAt }) => ({ id, title, expiresAt })),
    ...(news && { news }),
    prompts: todaysPrompts({
      mayWrite,
      task: overdue.records[0]?.title ?? due.records[0]?.title,
      deal: nearest?.title,
      company: titles.get(nearest?.companyId ?? '') ?? companies.records[0]?.name,
      person: people.records[0]?.name,
    }),
    isEmpty: people.records.length + companies.records.length + deals.records.length === 0,
    mayWrite,
    snoozes: SNOOZES.map((name) => ({ name, at: snoozeAt(name, now, zone) })),
  };
}

/** What others did with what the person looks after since they were here before. */
async function newsOf(context: ToolContext): Promise<Today['news']> {
  const { crm, scope, now } = context;
  const since = await previousVisit(crm, scope.workspaceId, scope.actor.id);
  if (!since || now.getTime() - since.getTime() > LONGEST_AWAY_MS) return undefined;
  const { changes } = await changesOf(
    context,
    { whose: await whoseOf(context) },
    { since, until: undefined },
  );
  const items = changes.slice(0, NAMED).map(({ entity, id, title, change, by, at }) => ({
    id,
    plural: entity.plural,
    title,
    change,
    by: by[0]?.name ?? 'Clianta',
    at,
  }));
  return { since, count: changes.length, items };
}
