import {
  type Attendee,
  CalendarEvent,
  type TimedEvent,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { moveEvent, SCOPES, timed } from '@clianta/crm-core/calendar/change-event';
import { findSlots } from '@clianta/crm-core/calendar/find-slots';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { nextDays } from './find-free-slots.tool.ts';
import { invitation } from './invitation.ts';
import { stretch, whyNone } from './offered-slots.ts';
import { peopleMeant } from './people-meant.ts';
import { clashInWords } from './schedule-meeting.tool.ts';
import { focusOfMeeting, type Meant, meetingShape, requireScopeSaid, theMeeting } from './the-meeting.ts';
import { lengthShape, minutesSaid, momentSaid, onClockOf, openOf, whenShape } from './time-said.ts';
import { spanInWords, whenInWords } from './time-words.ts';
import { zoneNamed, zoneOfGuest } from './zone-of-guest.ts';

const input = z.strictObject({
  ...meetingShape,
  to: whenShape.describe('The new time; only a day: the same time of that day').optional(),
  toHour: z.number().int().min(0).max(24).optional().describe('The new hour of the same day'),
  toTime: slot({ kind: 'clock' }, z.string().regex(/^\d{2}:\d{2}$/, 'is not a time such as 14:30'))
    .optional()
    .describe('The new time of the same day: "14:30"'),
  by: slot({ kind: 'length', units: ['h', 'd'] }, z.string())
    .describe('By how much it begins later, as "now-1h"')
    .optional(),
  byMinutes: z.number().int().min(1).max(1_440).optional().describe('The same in minutes'),
  isEarlier: z.boolean().optional().describe('By so much earlier rather than later'),
  ...lengthShape,
  isTheirClock: z.boolean().optional().describe('The new time is on the clock of whom it is with'),
  zone: slot({ kind: 'text' }, z.string().max(60)).optional().describe('Whose clock that is: Asia/Tokyo'),
  scope: z.enum(SCOPES).optional().describe('Of a series: only this one, it and all after it, or all'),
  place: slot({ kind: 'text' }, z.string().trim().min(1).max(300)).optional().describe('The new place'),
  add: slot({ kind: 'text' }, z.string().trim().min(1).max(300)).optional().describe('Who attends as well'),
  rename: slot({ kind: 'text' }, z.string().trim().min(1).max(300))
    .optional()
    .describe('What it is called from now on, word for word'),
});
type Args = z.output<typeof input>;

export const moveMeeting = defineTool({
  name: 'move_meeting',
  does: 'Moving a meeting',
  entity: CalendarEvent.name,
  description:
    'Moves a meeting to another time, makes it longer or shorter, renames it, changes its place or adds people. Mails nothing: it gives a file with the change for people outside.',
  input,
  effect: 'write',
  async run(given, context): Promise<ToolResult> {
    const args = asMoved(context, given);
    const meant = await theMeeting(context, args);
    const { event, occurrence } = meant;
    const isTime = Boolean(
      args.to ||
        args.toTime ||
        args.toHour !== undefined ||
        args.by ||
        args.byMinutes ||
        args.minutes ||
        args.length,
    );
    let after = event;
    let times: { startAt: Date; endAt: Date } = occurrence;
    if (isTime) {
      const said = await newTimes(context, args, meant);
      if ('text' in said) return said;
      if (said.endAt <= context.now) throw new InvalidError('That time is over. Say a time to come.');
      requireScopeSaid(context, meant, args.scope, 'Move which of them?');
      const which = args.scope && { scope: args.scope, originalAt: occurrence.originalAt };
      after = await moveEvent(context.crm, context.scope, event, said, which);
      times = said;
    }
    if (args.place || args.add || args.rename) after = await withDetails(context, after, args);
    return answered(context, event, after, times, isTime);
  },
});

/** "Lena to the meeting on Monday" names the meeting as well; "reschedule it" asks for another time. */
function asMoved(context: ToolContext, args: Args): Args {
  const [, who, meeting] = /^(.*?) to ((?:the|my|our) .+)$/i.exec(args.add ?? '') ?? [];
  if (who && meeting) return { ...args, add: who, ...(args.meeting === undefined && { meeting }) };
  const { to, toHour, toTime, by, byMinutes, minutes, length, place, add, rename } = args;
  const isSaid = [to, toHour, toTime, by, byMinutes, minutes, length, place, add, rename].some(
    (one) => one !== undefined,
  );
  if (isSaid) return args;
  const next = nextDays(context);
  return { ...args, to: { from: next.from.toISOString(), to: next.to.toISOString() } };
}

async function answered(
  context: ToolContext,
  before: TimedEvent,
  after: TimedEvent,
  times: { startAt: Date; endAt: Date },
  isTime: boolean,
): Promise<ToolResult> {
  const isSame = after.id === before.id && after.version === before.version;
  if (isSame)
    return {
      text: `**${after.title}** is so already.`,
      focus: await focusOfMeeting(context, after),
      isAnswer: true,
    };
  const clash = isTime
    ? await clashInWords(
        context,
        after.id,
        after.peopleIds,
        stretch({ from: times.startAt, to: times.endAt }),
      )
    : '';
  const invite = await invitation(context, after, 'change');
  const what = isTime
    ? `Moved **${after.title}**: ${whenInWords(after, context, times)}.`
    : after.title !== before.title
      ? `Renamed **${before.title}** to **${after.title}** (${whenInWords(after, context, times)}).`
      : `Changed **${after.title}**.`;
  return {
    text: [what, clash, invite.text].filter(Boolean).join(' '),
    cards: [
      await recordCard(context, CalendarEvent, after, {
        badge: isTime ? 'Moved' : 'Updated',
        changed: isTime ? ['startAt', 'endAt'] : ['title', 'location', 'attendees'],
        ...undoable(context),
      }),
      ...invite.cards,
    ],
    changes: [
      ...(after.id === before.id
        ? []
        : [{ entity: CalendarEvent.name, id: after.id, change: 'created' as const }]),
      { entity: CalendarEvent.name, id: before.id, change: 'updated' as const },
    ],
    focus: await focusOfMeeting(context, after),
    isAnswer: true,
  };
}

/** When it is now; of a week, a slot that is free in it is looked for. */
async function newTimes(
  context: ToolContext,
  args: Args,
  { event, occurrence }: Meant,
): Promise<{ startAt: Date; endAt: Date } | ToolResult> {
  const was = occurrence.endAt.getTime() - occurrence.startAt.getTime();
  const minutes = minutesSaid(args);
  const lengthMs = minutes === undefined ? was : minutes * 60_000;
  const from = (startAt: Date) => ({ startAt, endAt: new Date(startAt.getTime() + lengthMs) });
  const by = args.byMinutes ?? minutesSaid({ length: args.by });
  if (by !== undefined)
    return from(new Date(occurrence.startAt.getTime() + (args.isEarlier ? -1 : 1) * by * 60_000));
  const sameDay = timeOfThatDay(context, args, occurrence.startAt);
  const to = args.to ? momentSaid(context, args.to) : sameDay && openOf(sameDay);
  if (!to) return from(occurrence.startAt);
  if (!to.isOpen) {
    const own = context.timeZone;
    const at = args.isTheirClock
      ? onClockOf(to.from, own, await zoneOfGuest(context, event, args.zone))
      : args.zone
        ? onClockOf(to.from, own, zoneNamed(args.zone))
        : to.from;
    return from(at);
  }
  const days = (to.to.getTime() - to.from.getTime()) / 86_400_000;
  if (days < 1.5) return from(sameTimeOn(to.from, occurrence.startAt, context.timeZone));
  const within = { from: to.from, to: to.to };
  const found = await findSlots(context.crm, context.scope.workspaceId, {
    userIds: event.peopleIds,
    within: stretch(within),
    minutes: lengthMs / 60_000,
    most: 3,
    except: event.id,
  });
  if (found.slots.length === 0)
    return { text: await whyNone(context, found, { minutes: lengthMs / 60_000, within }), isAnswer: true };
  const { to: _, length: __, ...rest } = args;
  throw new AskBack({
    text: `When shall ${event.title} be?`,
    options: found.slots.map((one) => ({
      label: spanInWords(new Date(one.from), new Date(one.to), context),
      value: new Date(one.from).toISOString(),
      call: {
        tool: 'move_meeting',
        args: {
          ...rest,
          meeting: `${event.id}@${occurrence.originalAt.toISOString()}`,
          to: { from: new Date(one.from).toISOString(), to: new Date(one.to).toISOString() },
        },
      },
    })),
    argument: '',
  });
}

function timeOfThatDay({ timeZone }: ToolContext, { toTime, toHour }: Args, at: Date) {
  if (toTime === undefined) return toHour === undefined ? undefined : atHour(at, toHour, timeZone);
  const [hour = 0, minute = 0] = toTime.split(':').map(Number);
  const from = DateTime.fromJSDate(at, { zone: timeZone }).set({ hour, minute });
  return { from: from.toJSDate(), to: from.plus({ hours: 1 }).toJSDate() };
}

/** "No, 11": of the same day; hours before seven are those of the afternoon. */
function atHour(at: Date, hour: number, zone: string): { from: Date; to: Date } {
  const from = DateTime.fromJSDate(at, { zone }).set({
    hour: hour > 0 && hour < 7 ? hour + 12 : hour,
    minute: 0,
  });
  return { from: from.toJSDate(), to: from.plus({ hours: 1 }).toJSDate() };
}

/** "To Friday": the time of day stays, on the clock of the wall. */
function sameTimeOn(day: Date, at: Date, zone: string): Date {
  const { hour, minute } = DateTime.fromJSDate(at, { zone });
  return DateTime.fromJSDate(day, { zone }).set({ hour, minute }).toJSDate();
}

/** People who come as well, and where it is. */
async function withDetails(
  context: ToolContext,
  event: TimedEvent,
  { place, add, rename }: Args,
): Promise<TimedEvent> {
  const people = await peopleMeant(context, add, 'add');
  const isNew = (one: Attendee) =>
    !event.attendees.some(
      (known) => known.name === one.name || (known.email !== undefined && known.email === one.email),
    );
  const attendees = [...event.attendees, ...[...people.team, ...people.guests].filter(isNew)];
  const events = context.crm.records(CalendarEvent);
  return timed(
    await events.update(context.scope, event.id, {
      ...(add && { attendees, isShared: true }),
      ...(place && { location: place }),
      ...(rename && { title: rename }),
    }),
  );
}
