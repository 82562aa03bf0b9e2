import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../../../tool.ts';
import { formatDay } from '../../../tools/format.ts';
import type { Recipient } from './recipient.ts';

/** What the timeline knows of the last time that we met or spoke. */
export interface MeetingFacts {
  what: string;
  at: Date;
  kind: 'meeting' | 'call';
  /** Sentences of its entry, as they were written. */
  points: string[];
  /** What we have promised to do since. */
  next: string[];
}

const MOST_POINTS = 6;

/**
 * @throws InvalidError when there is none in the timeline: a follow-up of what nobody noted would be made up
 */
export async function meetingFacts(
  context: ToolContext,
  recipient: Recipient,
  kind: 'meeting' | 'call',
): Promise<MeetingFacts> {
  const found = (await ofTimeline(context, recipient, kind)) ?? (await ofCalendar(context, recipient, kind));
  if (!found)
    throw new InvalidError(
      `I find no ${kind} with ${recipient.name ?? recipient.address ?? 'them'} in the timeline. Say what the mail is about, or log the ${kind} first.`,
    );
  return { ...found, next: await promised(context, recipient, found.at) };
}

type Found = Omit<MeetingFacts, 'next'>;

async function ofTimeline(
  { crm, scope, now }: ToolContext,
  recipient: Recipient,
  kind: 'meeting' | 'call',
): Promise<Found | undefined> {
  const { records } = await crm.records(Activity).find(scope, {
    where: [
      { field: 'type', op: 'eq', value: kind },
      { field: 'at', op: 'lte', value: now },
    ],
    anyOf: aboutAny(recipient),
    sort: '-at',
    limit: 1,
  });
  const [entry] = records;
  return entry && { what: entry.subject, at: entry.at, kind, points: pointsOf(entry.body ?? '') };
}

/** A meeting that stands in the calendar, of which nothing was noted. */
async function ofCalendar(
  { crm, scope, now }: ToolContext,
  recipient: Recipient,
  kind: 'meeting' | 'call',
): Promise<Found | undefined> {
  if (kind === 'call') return undefined;
  const { contact, companyId, dealId } = recipient;
  const about: Condition[][] = [
    ...(contact ? [[{ field: 'contactIds', op: 'contains' as const, value: contact.id }]] : []),
    ...(companyId ? [[{ field: 'companyId', op: 'eq' as const, value: companyId }]] : []),
    ...(dealId ? [[{ field: 'opportunityId', op: 'eq' as const, value: dealId }]] : []),
  ];
  if (about.length === 0) return undefined;
  const { records } = await crm.records(CalendarEvent).find(scope, {
    where: [
      { field: 'startAt', op: 'lte', value: now },
      { field: 'status', op: 'ne', value: 'cancelled' },
    ],
    anyOf: about,
    sort: '-startAt',
    limit: 1,
  });
  const [event] = records;
  return event?.startAt ? { what: event.title, at: event.startAt, kind, points: [] } : undefined;
}

function aboutAny({ contact, companyId, dealId }: Recipient): Condition[][] {
  const about: Array<[string, string | undefined]> = [
    ['contactId', contact?.id],
    ['companyId', companyId],
    ['opportunityId', dealId],
  ];
  return about.flatMap(([field, value]) => (value ? [[{ field, op: 'eq' as const, value }]] : []));
}

async function promised({ crm, scope }: ToolContext, recipient: Recipient, since: Date): Promise<string[]> {
  const { records } = await crm.records(Task).find(scope, {
    where: [
      { field: 'status', op: 'ne', value: 'done' },
      { field: 'createdAt', op: 'gte', value: since },
    ],
    anyOf: aboutAny(recipient),
    sort: 'createdAt',
    limit: MOST_POINTS,
  });
  return records.map(({ title }) => title);
}

const pointsOf = (body: string): string[] =>
  body
    .split(/\n+|(?<=[.!?])\s+(?=\p{Lu})/u)
    .map((line) => line.replace(/^[-•*\d.)\s]+(?=\p{L})/u, '').trim())
    .filter((line) => line.length > 2)
    .slice(0, MOST_POINTS);

/** The paragraphs of a mail that follows it up. */
export function followUp({ what, at, kind, points, next }: MeetingFacts, context: ToolContext): string[] {
  const day = formatDay(at, context).replace(/ \d{4}$/, '');
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
  return [
    `thank you for the ${kind} on ${day}${/^(?:call|meeting)\b/i.test(what) ? '' : ` (${what})`}.`.replace(
      /^t/,
      'T',
    ),
    ...(points.length > 0 ? [`What we talked about:\n${list(points)}`] : []),
    ...(next.length > 0 ? [`On our side:\n${list(next)}`] : []),
  ];
}
