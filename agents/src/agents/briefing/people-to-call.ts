import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import { dayOf, daysBetween, startOfDay } from '@clianta/crm-core/entity/days';
import type { ToolContext } from '../../tool.ts';
import { counted, formatDate, formatDay, formatMoney } from '../../tools/format.ts';
import { belongsTo, type Whose } from '../../tools/whose.ts';

/** After so many days without a word, people of an open deal are worth a call. */
export const SILENT_DAYS = 7;
const DAY_MS = 86_400_000;
/** Records of a kind that are looked at, the most pressing first. */
const LOOKED_AT = 200;

export interface ToCall {
  /** Absent for a call that names no contact. */
  contact?: ContactRecord;
  name: string;
  why: string;
}

/** Calls that are due, then follow-ups that are, then the silent people of open deals; each person once. */
export async function peopleToCall(context: ToolContext, whose: Whose): Promise<ToCall[]> {
  const [calls, followUps, silent] = await Promise.all([
    dueCalls(context, whose),
    dueFollowUps(context, whose),
    silentPeople(context, whose),
  ]);
  const seen = new Set<string>();
  return [...calls, ...followUps, ...silent].filter(({ contact }) => {
    if (!contact) return true;
    const isNew = !seen.has(contact.id);
    seen.add(contact.id);
    return isNew;
  });
}

async function dueCalls(context: ToolContext, whose: Whose): Promise<ToCall[]> {
  const { crm, scope, now, timeZone } = context;
  const tomorrow = new Date(startOfDay(dayOf(now, timeZone), timeZone).getTime() + DAY_MS);
  const { records } = await crm.records(Task).find(scope, {
    where: [
      ...belongsTo(whose, 'assigneeId'),
      { field: 'type', op: 'eq', value: 'call' },
      { field: 'status', op: 'ne', value: 'completed' },
      { field: 'dueAt', op: 'lt', value: tomorrow },
    ],
    sort: 'dueAt',
    limit: LOOKED_AT,
  });
  const people = await crm.records(Contact).getMany(
    scope,
    records.flatMap(({ contactId }) => contactId ?? []),
  );
  return records.map((task) => {
    const contact = people.get(task.contactId ?? '');
    return { ...(contact && { contact }), name: contact?.name ?? task.title, why: dueInWords(context, task) };
  });
}

function dueInWords(context: ToolContext, { title, dueAt = context.now }: TaskRecord): string {
  const late = daysBetween(dayOf(dueAt, context.timeZone), dayOf(context.now, context.timeZone));
  const at = formatDate(dueAt, context);
  if (late > 0) return `“${title}” was due ${at}, ${counted(late, { one: 'day', many: 'days' })} ago`;
  return `“${title}” ${dueAt < context.now ? 'was' : 'is'} due ${at}`;
}

async function dueFollowUps(context: ToolContext, whose: Whose): Promise<ToCall[]> {
  const { records } = await context.crm.records(Contact).find(context.scope, {
    where: [
      ...belongsTo(whose, 'ownerId'),
      { field: 'followUpAt', op: 'lte', value: dayOf(context.now, context.timeZone) },
    ],
    sort: 'followUpAt',
    limit: LOOKED_AT,
  });
  return records.map((contact) => ({
    contact,
    name: contact.name,
    why: `the follow-up is due since ${formatDay(String(contact.followUpAt), context)}`,
  }));
}

/** Those who have not been spoken to for longest first; where it is the same, the greater deal. */
async function silentPeople(context: ToolContext, whose: Whose): Promise<ToCall[]> {
  const { crm, scope } = context;
  const { records: deals } = await crm.records(Opportunity).find(scope, {
    where: [...belongsTo(whose, 'ownerId'), { field: 'status', op: 'eq', value: 'open' }],
    sort: '-amountMinor',
    limit: LOOKED_AT,
  });
  const named = await crm.records(Contact).getMany(
    scope,
    deals.flatMap(({ contactId }) => contactId ?? []),
  );
  const known = await bestKnown(context, deals);
  const silent = deals.flatMap((deal) => {
    const contact = named.get(deal.contactId ?? '') ?? known.get(deal.companyId ?? '');
    const days = contact && silence(context, contact);
    return contact && !contact.isDeleted && days !== undefined && days >= SILENT_DAYS
      ? [{ contact, deal, days }]
      : [];
  });
  return silent
    .toSorted((a, b) => b.days - a.days)
    .map(({ contact, deal, days }) => ({
      contact,
      name: contact.name,
      why: `${Number.isFinite(days) ? `not spoken to for ${days} days` : 'never spoken to'}; ${dealInWords(context, deal)}`,
    }));
}

/** Of the companies whose deals name nobody: the person there who was spoken to last, by company. */
async function bestKnown(
  { crm, scope }: ToolContext,
  deals: readonly OpportunityRecord[],
): Promise<Map<string, ContactRecord>> {
  const companies = deals.flatMap(({ contactId, companyId }) => (contactId ? [] : (companyId ?? [])));
  if (companies.length === 0) return new Map();
  const { records } = await crm.records(Contact).find(scope, {
    where: [{ field: 'companyId', op: 'in', value: companies }],
    sort: '-lastContactedAt',
    limit: 500,
  });
  return new Map(records.toReversed().map((contact) => [contact.companyId ?? '', contact]));
}

/** Whole days since somebody was spoken to; infinite for never. */
function silence({ now }: ToolContext, { lastContactedAt }: ContactRecord): number {
  return lastContactedAt
    ? Math.floor((now.getTime() - lastContactedAt.getTime()) / DAY_MS)
    : Number.POSITIVE_INFINITY;
}

function dealInWords(context: ToolContext, deal: OpportunityRecord): string {
  const { title, amountMinor, currency, expectedCloseAt } = deal;
  const facts = [
    ...(amountMinor === undefined ? [] : [formatMoney(amountMinor, currency ?? context.currency, context)]),
    ...(expectedCloseAt ? [`to close ${formatDay(expectedCloseAt, context)}`] : []),
  ];
  return `open deal ${title}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}
