import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { previousVisit } from '@clianta/crm-core/conversations/notice/presence';
import { SNOOZES, snoozeAt } from '@clianta/crm-core/conversations/notice/snooze';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { z } from 'zod';
import type { ToolContext } from '../../tool.ts';
import { titlesFor } from '../../tools/present.ts';
import { whoseOf } from '../../tools/whose.ts';
import { daysOf, readAgenda } from './agenda.ts';
import { changesOf } from './changes-of.ts';
import { todaysPrompts } from './todays-prompts.ts';

const NAMED = 5;
const MOST_APPROVALS = 5;
/** Longer ago is no visit that one remembers. */
const LONGEST_AWAY_MS = 14 * 86_400_000;

const recordShape = {
  id: z.string(),
  /** The REST path of its kind, and the page of it: `tasks`. */
  plural: z.string(),
  title: z.string(),
  /** Of whom: "Northwind". */
  about: z.string().optional(),
};
const some = <T extends z.ZodObject>(item: T) => z.object({ count: z.number().int(), items: z.array(item) });

/** What a person's day is made of, as the console shows it at the beginning of a conversation. */
export const todaySchema = z.object({
  overdue: some(z.object({ ...recordShape, version: z.number().int(), dueAt: z.date().optional() })),
  due: some(z.object({ ...recordShape, version: z.number().int(), dueAt: z.date().optional() })),
  slipped: some(
    z.object({
      ...recordShape,
      expectedCloseAt: z.string().optional(),
      amountMinor: z.number().optional(),
      currency: z.string().optional(),
    }),
  ),
  approvals: z.array(z.object({ id: z.string(), title: z.string(), expiresAt: z.date() })),
  /** What others have done since the visit before this one; absent at the first. */
  news: z
    .object({
      since: z.date(),
      count: z.number().int(),
      items: z.array(z.object({ ...recordShape, change: z.string(), by: z.string(), at: z.date() })),
    })
    .optional(),
  /** Things to say about records that there are; of a viewer only questions. */
  prompts: z.array(z.string()),
  /** There are no records yet. */
  isEmpty: z.boolean(),
  mayWrite: z.boolean(),
  /** Until when a task can be put off. */
  snoozes: z.array(z.object({ name: z.enum(SNOOZES), at: z.date() })),
});
export type Today = z.output<typeof todaySchema>;

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
