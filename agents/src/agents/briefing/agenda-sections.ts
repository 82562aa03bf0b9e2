import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import { dayOf, daysBetween } from '@clianta/crm-core/entity/days';
import type { ToolContext } from '../../tool.ts';
import { counted, formatDate, formatDay, formatMoney, formatTime } from '../../tools/format.ts';
import { type Titles, titlesFor } from '../../tools/present.ts';
import type { Whose } from '../../tools/whose.ts';
import { type Agenda, AHEAD_DAYS, type Days } from './agenda.ts';
import { sectionOf } from './some-of.ts';

/** An agenda as the sections of a brief, those that have something in them. */
export async function sectionsOf(context: ToolContext, whose: Whose, days: Days, found: Agenda) {
  const [tasks, logged, contacts, deals] = await Promise.all([
    titlesFor(context, Task, [...found.overdue.records, ...found.due.records, ...found.planned.records]),
    titlesFor(context, Activity, found.logged.records),
    titlesFor(context, Contact, found.followUps.records),
    titlesFor(context, Opportunity, [...found.slipped.records, ...found.toClose.records]),
  ]);
  const isSeveral = whose.userId === undefined;
  const by = (titles: Titles, userId: string | undefined) =>
    isSeveral && userId ? titles.get(userId) : undefined;
  const task = (one: TaskRecord, when: string | undefined) => ({
    text: said(
      one.title,
      when,
      /^(high|urgent)$/.test(one.priority) ? one.priority : undefined,
      by(tasks, one.assigneeId),
    ),
    ...sourceOf(tasks, one),
  });
  const time = (at: Date | undefined) =>
    at && (days.from === days.to ? formatTime(at, context) : formatDate(at, context));
  const deal = (one: OpportunityRecord) => ({
    text: said(one.title, amountOf(context, one), closeInWords(context, one), by(deals, one.ownerId)),
    ...sourceOf(deals, one),
  });
  const booked = await titlesFor(
    context,
    CalendarEvent,
    found.meetings.map(({ event }) => event),
  );
  const meetings = [
    ...found.meetings.map(({ event, at: { startAt } }) => ({
      at: startAt,
      text: said(
        event.startDate ? 'all day' : time(startAt),
        event.title,
        event.location,
        by(booked, event.ownerId),
      ),
      ...sourceOf(booked, { contactId: event.contactIds[0], companyId: event.companyId }),
    })),
    ...found.logged.records.map((one) => ({
      at: one.at,
      text: said(time(one.at), one.subject, by(logged, one.userId)),
      ...sourceOf(logged, one),
    })),
    ...found.planned.records.map((one) => ({
      at: one.dueAt ?? context.now,
      text: said(time(one.dueAt), one.title, by(tasks, one.assigneeId)),
      ...sourceOf(tasks, one),
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const isOneDay = days.from === days.to;
  return [
    sectionOf(
      'Overdue',
      found.overdue.count,
      found.overdue.records.map((one) => task(one, one.dueAt && `since ${formatDate(one.dueAt, context)}`)),
    ),
    sectionOf(
      isOneDay ? (days.isToday ? 'Due today' : 'Due that day') : 'Due',
      found.due.count,
      found.due.records.map((one) => task(one, time(one.dueAt))),
    ),
    sectionOf(
      'Meetings',
      found.meetings.length + found.logged.count + found.planned.count,
      meetings.map(({ at: _, ...item }) => item),
    ),
    sectionOf(
      'Follow up with',
      found.followUps.count,
      found.followUps.records.map((one) => ({
        text: said(one.name, followUpInWords(context, one), by(contacts, one.ownerId)),
        ...sourceOf(contacts, one),
      })),
    ),
    sectionOf('Deals past their close date', found.slipped.count, found.slipped.records.map(deal)),
    sectionOf(
      found.isAhead ? `Closing within ${AHEAD_DAYS} days` : 'Expected to close',
      found.toClose.count,
      found.toClose.records.map(deal),
    ),
  ].filter(({ items }) => items.length > 0);
}

const said = (...parts: Array<string | undefined>) => parts.filter(Boolean).join(' · ');

/** Whom or what it is about, as a brief names its sources. */
function sourceOf(
  titles: Titles,
  { contactId, companyId }: { contactId?: string | undefined; companyId?: string | undefined },
): { source?: string } {
  const source = titles.get(contactId ?? '') ?? titles.get(companyId ?? '');
  return source ? { source } : {};
}

const amountOf = (context: ToolContext, { amountMinor, currency }: OpportunityRecord) =>
  amountMinor === undefined ? undefined : formatMoney(amountMinor, currency ?? context.currency, context);

function closeInWords(context: ToolContext, { expectedCloseAt }: OpportunityRecord): string | undefined {
  if (!expectedCloseAt) return undefined;
  const late = daysBetween(expectedCloseAt, dayOf(context.now, context.timeZone));
  const day = formatDay(expectedCloseAt, context);
  return late > 0
    ? `was to close ${day}, ${counted(late, { one: 'day', many: 'days' })} ago`
    : `closes ${day}`;
}

const followUpInWords = (context: ToolContext, { followUpAt }: ContactRecord) =>
  followUpAt ? `due ${formatDay(followUpAt, context)}` : undefined;
