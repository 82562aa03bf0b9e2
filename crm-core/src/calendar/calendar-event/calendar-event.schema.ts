import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';
import { newId } from '../../entity/ids.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { isOn, timesOf, timing } from './event-times.ts';
import { extentOf, requireRule } from './recurrence.ts';

const RESPONSES = ['waiting', 'accepted', 'declined', 'tentative'] as const;

const attendeeSchema = z.object({
  name: z.string().trim().min(1).max(200),
  email: emailAddress().optional(),
  /** A teammate. */
  userId: z.string().optional(),
  contactId: z.string().optional(),
  response: z.enum(RESPONSES).default('waiting'),
});
export type Attendee = z.output<typeof attendeeSchema>;

const overrideSchema = z.object({ originalAt: z.date(), startAt: z.date(), endAt: z.date() });

/**
 * What stands in somebody's calendar: a meeting, an appointment, a day off. Whom and what it is about stands in it too, so
 * that moving or cancelling it is one write.
 */
export const CalendarEvent = defineEntity({
  name: 'calendarEvent',
  plural: 'calendar-events',
  domain: 'crm',
  label: { one: 'calendar event', many: 'calendar events' },
  eventName: 'meeting',
  privateTo: 'peopleIds',
  sharedBy: 'isShared',
  talk: {
    owner: 'ownerId',
    period: 'startAt',
    columns: ['title', 'startAt', 'ownerId', 'companyId', 'status'],
    tellsApart: ['startAt', 'ownerId', 'companyId'],
    subtitle: ['startAt', 'location'],
    sort: 'startAt',
    isEntry: true,
    inTimeline: true,
  },
  schema: z.object({
    title: z.string().trim().min(1).max(300).meta({ label: 'Title' }),
    ownerId: z.string().meta({ label: 'Organiser', ref: 'user', onDelete: 'keep' }),
    /** Left out where whole days are said. */
    startAt: z.date().optional().meta({ label: 'Begins', hasTime: true }),
    endAt: z.date().optional().meta({ label: 'Ends', hasTime: true }),
    /** Whole days, both included; on the clock of whoever looks. */
    startDate: day().optional().meta({ label: 'First day' }),
    endDate: day().optional().meta({ label: 'Last day' }),
    /** On whose clock it repeats. */
    zone: timeZone().default('UTC').meta({ label: 'Time zone', isAside: true }),
    /** RFC 5545, without `RRULE:`. */
    rrule: z.string().max(500).optional().meta({ label: 'Repeats', isAside: true }),
    exDates: z.array(z.date()).max(730).default([]).meta({ label: 'Left out', isAside: true }),
    overrides: z.array(overrideSchema).max(366).default([]).meta({ label: 'Moved', isAside: true }),
    status: z.enum(['tentative', 'confirmed', 'cancelled']).default('confirmed').meta({ label: 'Status' }),
    showAs: z.enum(['busy', 'free']).default('busy').meta({ label: 'Shown as', isAside: true }),
    attendees: z.array(attendeeSchema).max(100).default([]).meta({ label: 'Attendees' }),
    contactIds: z
      .array(z.string())
      .max(100)
      .default([])
      .meta({ label: 'Contacts', ref: 'contact', onDelete: 'clear' }),
    companyId: z.string().optional().meta({ label: 'Company', ref: 'company', onDelete: 'clear' }),
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'clear', toolName: 'deal' }),
    location: z.string().trim().max(300).optional().meta({ label: 'Place' }),
    agenda: z.string().max(5_000).optional().meta({ label: 'Agenda', format: 'longtext' }),
    outcome: z.string().max(5_000).optional().meta({ label: 'Outcome', format: 'longtext' }),
    cancelReason: z
      .string()
      .max(500)
      .optional()
      .meta({ label: 'Cancelled because', belongsTo: { field: 'status', values: ['cancelled'] } }),
    /** Everybody in the workspace sees what it is; otherwise the others only see that its people are busy. */
    isShared: z.boolean().default(true).meta({ label: 'Shared' }),
    source: z
      .enum(['internal', 'booking', 'ics', 'synced'])
      .default('internal')
      .meta({ label: 'From', readOnly: true, isAside: true }),
    /** The same in every calendar that has it. */
    uid: z.string().max(500).default('').meta({ label: 'UID', readOnly: true, isAside: true }),
    /** Counts the changes of its times, so that calendars know which invitation is the newest. */
    sequence: z.number().int().min(0).default(0).meta({ label: 'Changes', readOnly: true, isAside: true }),
    externalId: z.string().max(600).optional().meta({ hidden: true, readOnly: true }),
    /** The booking link that it came by. */
    schedulerId: z.string().optional().meta({
      label: 'Booked by',
      ref: 'meetingScheduler',
      onDelete: 'clear',
      readOnly: true,
      isAside: true,
    }),
    /** Of the token by which whoever has booked it may move or cancel it. */
    tokenHash: z.string().optional().meta({ hidden: true, readOnly: true }),
    /** The teammates whose time it takes: the organiser and those who attend. */
    peopleIds: z
      .array(z.string())
      .max(101)
      .default([])
      .meta({ label: 'Team', ref: 'user', onDelete: 'keep', readOnly: true, isAside: true }),
    /** From when to when any of it takes place. */
    firstAt: z.date().optional().meta({ hidden: true, readOnly: true }),
    lastAt: z.date().optional().meta({ hidden: true, readOnly: true }),
  }),
  personal: { contactIds: 'redact' },
  titleOf: (event) => event.title,
  search: ['title'],
  unique: [['source', 'externalId']],
  indexes: [
    ['peopleIds', 'lastAt'],
    ['ownerId', 'startAt'],
    ['uid'],
    ['tokenHash'],
    ['companyId', 'startAt'],
    ['contactIds', 'startAt'],
  ],
  derivedEvents: [
    {
      type: 'meeting.booked',
      says: () => 'Meeting booked',
      when: (after, before) => before === undefined && after.source === 'booking',
    },
    {
      type: 'meeting.moved',
      field: 'startAt',
      when: (after, before) => before !== undefined && before.sequence !== after.sequence && isOn(after),
    },
    {
      type: 'meeting.cancelled',
      field: 'status',
      says: () => 'Meeting cancelled',
      when: (after, before) => before !== undefined && isOn(before) && !isOn(after),
    },
  ],
  prepare(next, { before }) {
    const times = timesOf(next);
    if (next.rrule && next.rrule !== before?.rrule) requireRule(next.rrule, times.startAt, next.zone);
    const people = [next.ownerId, ...next.attendees.flatMap(({ userId }) => userId ?? [])];
    const contacts = [...next.contactIds, ...next.attendees.flatMap(({ contactId }) => contactId ?? [])];
    const isMoved = before !== undefined && timing({ ...next, ...times }) !== timing(before);
    return {
      ...times,
      ...(before && !isMoved && before.firstAt && before.lastAt
        ? { firstAt: before.firstAt, lastAt: before.lastAt }
        : extentOf({ ...next, ...times })),
      uid: next.uid || `${newId()}@clianta`,
      sequence: isMoved ? before.sequence + 1 : next.sequence,
      peopleIds: [...new Set(people)],
      contactIds: [...new Set(contacts)],
    };
  },
});

export type CalendarEventRecord = RecordOf<typeof CalendarEvent>;

/** A record whose times are there, as those of every stored one are. */
export type TimedEvent = CalendarEventRecord & { startAt: Date; endAt: Date };
