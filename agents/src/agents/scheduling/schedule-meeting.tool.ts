import {
  type Attendee,
  CalendarEvent,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { clashes, scheduleEvent } from '@clianta/crm-core/calendar/change-event';
import { findSlots } from '@clianta/crm-core/calendar/find-slots';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize, listed } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { nextDays } from './find-free-slots.tool.ts';
import { invitation } from './invitation.ts';
import { GENERAL, nameShape, namesOf } from './name-shape.ts';
import { clocksOf, offeredSlots, stretch, whyNone } from './offered-slots.ts';
import { type People, peopleMeant } from './people-meant.ts';
import { retold } from './retold.ts';
import { timeIn } from './time-in-words.ts';
import { lengthShape, type Moment, minutesSaid, momentSaid, openOf, whenShape } from './time-said.ts';
import { elsewhere, repeatInWords, whenInWords } from './time-words.ts';
import { whoAndWhen } from './who-and-when.ts';

const USUAL_MIN = 30;

const REPEATS = ['daily', 'workdays', 'weekly', 'every_two_weeks', 'monthly', 'yearly'] as const;
const RULES: Readonly<Record<(typeof REPEATS)[number], string>> = {
  daily: 'FREQ=DAILY',
  workdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'FREQ=WEEKLY',
  every_two_weeks: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
  yearly: 'FREQ=YEARLY',
};

const text = (what: string, most = 300) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(most).describe(what)).optional();

const input = z.strictObject({
  title: slot(
    { kind: 'text', isNames: true },
    z.string().trim().min(1).max(300).describe('What it is: "demo", "board meeting"'),
  ).optional(),
  called: text('What it is called, word for word, where somebody gave it a name'),
  ...nameShape,
  when: whenShape.optional(),
  ...lengthShape,
  repeat: z.enum(REPEATS).optional(),
  place: text('Where it is'),
  agenda: text('What it is about', 2_000),
  firstFree: z
    .boolean()
    .optional()
    .describe('At the first time at which the user is free on the days said, without asking'),
  allDay: z.boolean().optional().describe('Whole days: a holiday, a trade fair'),
  isFree: z.boolean().optional().describe('It is only noted, and takes no time'),
});
type Args = z.output<typeof input>;

export const scheduleMeeting = defineTool({
  name: 'schedule_meeting',
  does: 'Scheduling a meeting',
  entity: CalendarEvent.name,
  description:
    'Puts a meeting, call, demo, appointment or absence into the calendar, with teammates and people outside. Where only a day or week is said, it offers three free times. Mails nothing: it gives an invitation file for people outside.',
  input,
  effect: 'write',
  async run(given, context): Promise<ToolResult> {
    let args = retold(given);
    const { who, span } = whoAndWhen(context, args);
    const people = await peopleMeant(context, who, args.with === undefined ? 'who' : 'with');
    const titled = args.title && !args.when && !span ? timeIn(context, args.title) : undefined;
    if (titled?.span) args = { ...args, title: titled.text };
    args = withOwnName(args);
    const minutes = minutesSaid(args);
    const moment = args.when
      ? together(context, momentSaid(context, args.when), span)
      : (span ?? (titled?.span && openOf(titled.span)));
    const isWhole = args.allDay && moment?.isOpen;
    const first =
      args.firstFree && (!moment || moment.isOpen) ? await firstFree(context, moment, minutes) : undefined;
    if (first) return schedule(context, args, people, first, undefined);
    if (!moment || (moment.isOpen && !isWhole)) return offer(context, args, people, moment, minutes);
    return schedule(context, args, people, moment, minutes);
  },
});

/** The first time at which the one who asks is free; undefined where there is none: that is told with the offer. */
async function firstFree(
  { crm, scope, ...context }: ToolContext,
  moment: Moment | undefined,
  minutes: number = USUAL_MIN,
): Promise<Moment | undefined> {
  const within = moment ?? nextDays({ crm, scope, ...context });
  const { slots } = await findSlots(crm, scope.workspaceId, {
    userIds: [scope.actor.id],
    within: stretch(within),
    minutes,
    most: 1,
  });
  const [first] = slots;
  return first && { from: new Date(first.from), to: new Date(first.to), isOpen: false };
}

const OWN_NAME =
  /^(?:(\d+(?:\.\d+)?)[ -](minute|min|hour|hr)s?\s+(?:long\s+)?)?(?:meeting|event|call|session|appointment)\s+(?:called|named|titled)\s+(.+)$/i;

/** "2 hour event called Kick-off" is a length and a name, and no title. */
function withOwnName(args: Args): Args {
  const [, count, unit = '', called] = OWN_NAME.exec(args.title ?? '') ?? [];
  if (called === undefined || args.called !== undefined) return args;
  const { title: _, ...rest } = args;
  const minutes = Math.round(Number(count) * (/^h/i.test(unit) ? 60 : 1));
  const isSaid = args.minutes !== undefined || args.length !== undefined || count === undefined;
  return { ...rest, called, ...(!isSaid && { minutes }) };
}

/** "on Tuesdays" among the names and "at 10" elsewhere are one time. @throws InvalidError for two that are not */
function together({ timeZone }: ToolContext, said: Moment, among: Moment | undefined): Moment {
  if (!among) return said;
  if (said.isOpen === among.isOpen)
    throw new InvalidError(
      'I read two times in this. Say once when it is to be, such as “on Tuesday at 10”.',
    );
  const [day, time] = said.isOpen ? [said, among] : [among, said];
  const { hour, minute } = DateTime.fromJSDate(time.from, { zone: timeZone });
  const from = DateTime.fromJSDate(day.from, { zone: timeZone }).set({ hour, minute }).toJSDate();
  return { from, to: new Date(from.getTime() + time.to.getTime() - time.from.getTime()), isOpen: false };
}

/** Only days were said, or nothing: three times to choose from. */
async function offer(
  context: ToolContext,
  args: Args,
  people: People,
  moment: Moment | undefined,
  said: number | undefined,
): Promise<ToolResult> {
  // whom it is with is known by now, whichever way it was said
  const { length: _, when: __, who: ___, with: ____, ...rest } = args;
  const who = [
    ...people.contacts.map(({ id }) => id),
    ...people.team.flatMap(({ userId }) => userId ?? []),
    ...people.guests.filter(({ contactId }) => !contactId).map(({ email, name }) => email ?? name),
  ].join(', ');
  const minutes = said ?? USUAL_MIN;
  const within = moment ?? nextDays(context);
  const { question, found } = await offeredSlots(context, {
    people,
    minutes,
    within,
    call: (when) => ({
      tool: 'schedule_meeting',
      args: { ...rest, ...((who || args.who || args.with) && { with: who || namesOf(args) }), when, minutes },
    }),
  });
  if (question) return { text: question.text, question, isAnswer: true };
  return { text: await whyNone(context, found, { minutes, within }), isAnswer: true };
}

async function schedule(
  context: ToolContext,
  args: Args,
  people: People,
  { from, to, isOpen }: Moment,
  minutes: number | undefined,
): Promise<ToolResult> {
  const { crm, scope, timeZone } = context;
  const endAt = minutes === undefined ? to : new Date(from.getTime() + minutes * 60_000);
  if (!isOpen && endAt <= context.now && !args.repeat)
    throw new InvalidError('That time is over. Log it instead, or say a time to come.');
  const day = (at: Date) => dayOf(at, timeZone);
  const { team } = await crm.facts(scope.workspaceId);
  const own = team.find(({ id }) => id === scope.actor.id);
  const self: Attendee = {
    name: own?.name ?? scope.actor.name,
    userId: scope.actor.id,
    response: 'accepted',
    ...(own && { email: own.email }),
  };
  const attendees = [...people.team, ...people.guests];
  const event = await scheduleEvent(crm, scope, {
    title: titleOf(args, people),
    ownerId: scope.actor.id,
    zone: timeZone,
    ...(isOpen
      ? { startDate: day(from), endDate: day(new Date(to.getTime() - 1)) }
      : { startAt: from, endAt }),
    ...(args.repeat && { rrule: RULES[args.repeat] }),
    ...(args.isFree && { showAs: 'free' as const }),
    ...(attendees.length > 0 && { attendees: [self, ...attendees] }),
    // what is nobody else's is nobody else's to read
    isShared: attendees.length > 0,
    ...(people.company && { companyId: people.company.id }),
    ...(people.deal && { opportunityId: people.deal.id }),
    ...(args.place && { location: args.place }),
    ...(args.agenda && { agenda: args.agenda }),
  });
  const clash = await clashInWords(
    context,
    event.id,
    event.peopleIds,
    stretch({ from: event.startAt, to: event.endAt }),
  );
  const invite = await invitation(context, event, 'invitation');
  const others = isOpen ? '' : elsewhere(event.startAt, await clocksOf(context, people), context);
  const repeats = repeatInWords(event);
  const unknown =
    people.unknown.length > 0 ? `I know no ${listed(people.unknown)}: there is only the name in it.` : '';
  return {
    text: [
      `Scheduled **${event.title}**: ${whenInWords(event, context)}${others ? ` (${others})` : ''}${repeats ? `, ${repeats}` : ''}.`,
      clash,
      invite.text,
      unknown,
    ]
      .filter(Boolean)
      .join(' '),
    cards: [
      await recordCard(context, CalendarEvent, event, { badge: 'Scheduled', ...undoable(context) }),
      ...invite.cards,
    ],
    changes: [{ entity: CalendarEvent.name, id: event.id, change: 'created' }],
    focus: [focusOf(CalendarEvent, event), ...people.contacts.map((one) => focusOf(Contact, one))],
    suggestions: ['Make it an hour', 'Move it to Friday', 'Cancel the meeting'],
    isAnswer: true,
    facts: { created: focusOf(CalendarEvent, event) },
  };
}

/** "Demo with Jane Doe": what was said, and whom it is with. */
function titleOf(
  { title: said, called, kind, allDay }: Args,
  { team, guests, company, deal }: People,
): string {
  if (called) return called;
  const names = [...guests, ...team].map(({ name }) => name);
  const who = names.length > 3 ? `${names.length} people` : listed(names);
  const whom = who || company?.name || deal?.title;
  const title = said ?? (kind && !GENERAL.has(kind) ? kind : undefined);
  const what = capitalize(title ?? (whom ? 'meeting' : allDay ? 'away' : 'blocked'));
  return (whom && !what.toLowerCase().includes(whom.toLowerCase()) ? `${what} with ${whom}` : what).slice(
    0,
    300,
  );
}

/** Teammates decide themselves whether two things fit into one time; they are told. */
export async function clashInWords(
  { crm, scope, catalogue: _ }: ToolContext,
  eventId: string,
  userIds: readonly string[],
  within: { from: number; to: number },
): Promise<string> {
  const found = await clashes(crm, scope.workspaceId, userIds, within, eventId);
  if (found.size === 0) return '';
  const { team } = await crm.facts(scope.workspaceId);
  const names = [...found.keys()].map((id) =>
    id === scope.actor.id ? 'you' : (team.find((one) => one.id === id)?.name ?? 'somebody'),
  );
  const titles = await crm.records(CalendarEvent).getMany(scope, [...new Set([...found.values()].flat())]);
  const what = [...titles.values()].map(({ title }) => `“${title}”`);
  const have = names.length === 1 && names[0] !== 'you' ? 'has' : 'have';
  return `Mind that ${listed(names)} ${have} ${what.length > 0 ? listed(what) : 'something else'} at that time.`;
}
