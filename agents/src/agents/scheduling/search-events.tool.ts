import { busyTimes } from '@clianta/crm-core/calendar/busy-times';
import {
  CalendarEvent,
  type TimedEvent,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { type Occurrence, occurrencesOf } from '@clianta/crm-core/calendar/calendar-event/recurrence';
import { visibleEvents } from '@clianta/crm-core/calendar/visible-events';
import { fold } from '@clianta/crm-core/entity/search-text';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { titlesFor } from '../../tools/present.ts';
import { whoseOf, whoseShape } from '../../tools/whose.ts';
import { type Named, nameShape, namesOf } from './name-shape.ts';
import { periodInWords, stretch } from './offered-slots.ts';
import { wantedWords } from './the-meeting.ts';
import { momentSaid, whenShape } from './time-said.ts';
import { whenInWords } from './time-words.ts';

const MOST_ROWS = 50;
const DAY_MS = 86_400_000;
const LOOKED_MS = 180 * DAY_MS;

export const searchEvents = defineTool({
  name: 'search_events',
  does: 'Looking into the calendar',
  entity: CalendarEvent.name,
  operation: 'list',
  description:
    'Lists or counts what is in the calendar of the caller, a teammate or the team: in a period, with somebody, or of some words. Also the next one, or the last one.',
  input: z.strictObject({
    person: whoseShape.optional(),
    when: whenShape.optional(),
    ...nameShape,
    isPast: z.boolean().optional().describe('What has been, the last one first'),
    isOne: z.boolean().optional().describe('Only the next one, or the last one'),
    countOnly: z.boolean().optional(),
  }),
  effect: 'read',
  slash: { command: 'calendar', args: () => ({}) },
  async run(args, context): Promise<ToolResult> {
    const whose = await whoseOf(context, args.person ?? 'me', 'person');
    const { team } = await context.crm.facts(context.scope.workspaceId);
    const userIds = whose.userId ? [whose.userId] : team.map(({ id }) => id);
    const within = args.when ? momentSaid(context, args.when) : usual(context, args);
    const events = await visibleEvents(context.crm, context.scope, userIds, within.from, within.to);
    const titles = await titlesFor(context, CalendarEvent, events);
    const wanted = await wantedWords(context, args);
    const rows = events
      .filter((event) => fits(event, titles, wanted))
      .flatMap((event) => occurrencesOf(event, within.from, within.to).map((at) => ({ event, at })))
      .sort((a, b) => (args.isPast ? -1 : 1) * (a.at.startAt.getTime() - b.at.startAt.getTime()));
    const shown = args.isOne ? rows.slice(0, 1) : rows;
    const hidden = wanted.length > 0 || whose.isMe ? [] : await hiddenOf(context, userIds, within, events);
    const days = args.when ? ` ${periodInWords(context, within)}` : '';
    if (shown.length + hidden.length === 0) return none(whose, { isPast: args.isPast, wanted }, days);
    const [first] = shown;
    const outside = shown.find(({ event }) => event.outside)?.event.outside;
    const count = counted(shown.length, { one: 'meeting', many: 'meetings' });
    return {
      text:
        args.isOne && first
          ? `${args.isPast ? 'The last one was' : 'Next is'} **${first.event.title}**: ${whenInWords(first.event, context, first.at)}${peopleOf(first.event)}.`
          : `${whose.have} ${count}${days}.${hidden.length > 0 ? ` Besides, ${counted(hidden.length, { one: 'time is', many: 'times are' })} taken by what is private.` : ''}`,
      ...(!args.countOnly && shown.length > 0 && { cards: [tableOf(context, shown)] }),
      focus: shown.slice(0, 5).map(({ event }) => focusOf(CalendarEvent, event)),
      isAnswer: true,
      ...(outside && { isOutside: outside }),
    };
  },
});

type Row = { event: TimedEvent; at: Occurrence };

function fits(event: TimedEvent, titles: ReadonlyMap<string, string>, words: readonly string[]): boolean {
  const named = fold(
    [
      event.title,
      ...event.attendees.map(({ name }) => name),
      ...[event.companyId, event.opportunityId, ...event.contactIds].map((id) => titles.get(id ?? '')),
    ].join(' '),
  ).split(/[^\p{L}\p{N}]+/u);
  return words.every((word) => named.some((one) => one.startsWith(word)));
}

/** The rest of the week unless something is sought, which may lie farther away. */
function usual(
  context: ToolContext,
  args: Named & { isPast?: boolean | undefined; isOne?: boolean | undefined },
) {
  const now = context.now.getTime();
  if (args.isPast) return { from: new Date(now - 2 * LOOKED_MS), to: context.now };
  if (namesOf(args) || args.kind || args.isOne) return { from: context.now, to: new Date(now + LOOKED_MS) };
  const today = DateTime.fromJSDate(context.now, { zone: context.timeZone }).startOf('day');
  return { from: today.toJSDate(), to: today.plus({ days: 7 }).toJSDate() };
}

/** What teammates have that is not for the caller's eyes: only that they are busy. */
async function hiddenOf(
  { crm, scope }: ToolContext,
  userIds: readonly string[],
  within: { from: Date; to: Date },
  seen: readonly TimedEvent[],
) {
  const busy = await busyTimes(crm, scope.workspaceId, userIds, stretch(within));
  return [...busy.values()].flat().filter(({ eventId }) => !seen.some(({ id }) => id === eventId));
}

function none(
  whose: { isMe: boolean; name: string },
  args: { isPast?: boolean | undefined; wanted: readonly string[] },
  days: string,
): ToolResult {
  const { isPast, wanted } = args;
  const what = wanted.length > 0 ? ` with “${wanted.join(' ')}”` : '';
  const who = whose.isMe ? 'your calendar' : `the calendar of ${whose.name.replace(/^The/, 'the')}`;
  return {
    text: `Nothing${what} ${isPast ? 'was' : 'is'} in ${who}${days}.`,
    suggestions: ["What's on my calendar this week?", 'When am I free tomorrow?'],
    isAnswer: true,
  };
}

const peopleOf = ({ attendees, location }: TimedEvent): string => {
  const names = attendees.map(({ name }) => name);
  const who = names.length > 0 ? `, with ${names.slice(0, 5).join(', ')}` : '';
  return `${who}${location ? `, ${location}` : ''}`;
};

function tableOf(context: ToolContext, rows: readonly Row[]): TableCard {
  return {
    type: 'table',
    title: 'Calendar',
    columns: [
      { key: 'when', label: 'When' },
      { key: 'title', label: 'What' },
      { key: 'who', label: 'Who' },
      { key: 'answers', label: 'Answers' },
    ],
    rows: rows.slice(0, MOST_ROWS).map(({ event, at }) => ({
      entity: CalendarEvent.name,
      id: event.id,
      cells: {
        when: whenInWords(event, context, at),
        title: event.status === 'tentative' ? `${event.title} (not confirmed)` : event.title,
        who: event.attendees.map(({ name }) => name).join(', '),
        answers: answersOf(event),
      },
    })),
    count: rows.length,
  };
}

/** "2 accepted, 1 waiting", of who was asked. */
function answersOf({ attendees }: TimedEvent): string {
  const counts = new Map<string, number>();
  for (const { response } of attendees) counts.set(response, (counts.get(response) ?? 0) + 1);
  return capitalize([...counts].map(([response, count]) => `${count} ${response}`).join(', '));
}
