import {
  CalendarEvent,
  type CalendarEventRecord,
  type TimedEvent,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { isOn } from '@clianta/crm-core/calendar/calendar-event/event-times';
import { type Occurrence, occurrencesOf } from '@clianta/crm-core/calendar/calendar-event/recurrence';
import { timed } from '@clianta/crm-core/calendar/change-event';
import { visibleEvents } from '@clianta/crm-core/calendar/visible-events';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { titleOf } from '@clianta/crm-core/entity/define-entity';
import { isId } from '@clianta/crm-core/entity/ids';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize } from '../../tools/format.ts';
import { titlesFor } from '../../tools/present.ts';
import { GENERAL, type Named, nameShape, namesOf } from './name-shape.ts';
import { beginsThen, isOfDay, type TimeOfDay, today } from './of-the-day.ts';
import { timeIn } from './time-in-words.ts';
import { whenInWords } from './time-words.ts';

/** How people say which meeting they mean; nothing: the one that is spoken of. */
const WHICH = ['first', 'last', 'next'] as const;
export const meetingShape = {
  meeting: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .describe('Which one, in words: of its title, who is there, its time. Left out: the one spoken of')
    .optional(),
  ...nameShape,
  at: slot({ kind: 'span' }, z.object({ from: z.string(), to: z.string().optional() }))
    .describe('When it is, where that says which one')
    .optional(),
  which: z.enum(WHICH).describe('Of several: the first or last one of that time, or the next one').optional(),
};

export interface MeetingSaid extends Named, TimeOfDay {
  meeting?: string | undefined;
  at?: { from: string; to?: string | undefined } | undefined;
  which?: (typeof WHICH)[number] | undefined;
  isAll?: boolean | undefined;
}

/** One meeting; of a series the one that is meant. */
export interface Meant {
  event: TimedEvent;
  occurrence: Occurrence;
}

const DAY_MS = 86_400_000;
/** So far ahead something is looked for that has no time. */
const AHEAD_MS = 120 * DAY_MS;
const MOST_OPTIONS = 6;
const POINTING = /^(?:it|that|this|them|the meeting|that meeting|this meeting|the call|the appointment)$/i;
/** Words that every meeting may be called by. */
const PLAIN =
  /^(?:the|a|an|my|our|your|that|this|me|i|with|of|at|on|in|for|to|and|from|meetings?|calls?|appointments?|events?|invitations?|invites?|invitation|request|calendar|o|clock|s|mr|mrs|ms|next|o'clock|please|everything|all)$/i;
const SERIES = /^(?:weekly|daily|monthly|recurring|standing|regular|repeated)$/i;

/** @throws AskBack when several are meant, InvalidError when none is */
export async function theMeeting(
  context: ToolContext,
  said: MeetingSaid,
  argument = 'meeting',
): Promise<Meant> {
  const isPointed = said.meeting === undefined || POINTING.test(said.meeting.trim());
  const isNamed = namesOf(said) !== undefined || (said.kind !== undefined && !GENERAL.has(said.kind));
  if (isPointed && !isNamed && !said.at && !said.which && hasFocus(context)) return spokenOf(context);
  const [id = '', originalAt] = (said.meeting ?? '').split('@');
  if (isId(id)) return byId(context, id, originalAt);
  const found = await meetingsMeant(context, said);
  const [only, ...others] = found;
  if (!only)
    throw new InvalidError(
      isPointed && !isNamed && !said.at
        ? 'Nothing is in your calendar. Ask “what is on my calendar this week”.'
        : `I see no such meeting ahead${said.at ? ' then' : ''}. Ask “what is on my calendar this week”.`,
    );
  if (said.which) return oneOfThem(context, said, found) ?? only;
  const isOneSeries = others.every(({ event }) => event.id === only.event.id);
  if (others.length === 0 || (isOneSeries && !said.at)) return only;
  throw askWhich(context, found, argument);
}

function askWhich(context: ToolContext, found: readonly Meant[], argument: string): AskBack {
  return new AskBack({
    text: 'Which one do you mean?',
    options: found.slice(0, MOST_OPTIONS).map(({ event, occurrence }) => ({
      label: event.title,
      detail: whenInWords(event, context, occurrence),
      value: `${event.id}@${occurrence.originalAt.toISOString()}`,
    })),
    argument,
  });
}

/** The first, the last or the next one; what begins at the same time is asked about. */
function oneOfThem(context: ToolContext, said: MeetingSaid, found: readonly Meant[]): Meant | undefined {
  const isBounded = said.at !== undefined || timeIn(context, said.meeting ?? '').span !== undefined;
  if (said.which === 'last' && !isBounded)
    throw new InvalidError('The last one of which day? Say it such as “the last meeting on Friday”.');
  const chosen = found.at(said.which === 'last' ? -1 : 0);
  const same = found.filter(
    ({ occurrence }) => occurrence.startAt.getTime() === chosen?.occurrence.startAt.getTime(),
  );
  if (same.length > 1) throw askWhich(context, same, 'meeting');
  return chosen;
}

/** All that the words fit, soonest first: of the caller, and of everybody only what names somebody. */
export async function meetingsMeant(context: ToolContext, said: MeetingSaid): Promise<Meant[]> {
  const { span, ...wanted } = await wordsOf(context, said);
  const within = withinOf(context, said, span);
  const { from, to } = within;
  const events = await visibleEvents(context.crm, context.scope, [context.scope.actor.id], from, to);
  const titles = await titlesFor(context, CalendarEvent, events);
  const called = await calledSo(context, said, events, titles);
  const fits = called.length > 0 ? called : events.filter((event) => hasWords(event, titles, wanted, said));
  const isAtTime = to.getTime() - from.getTime() < 2 * 3_600_000;
  const beginsWithin = isAtTime || isOfDay(said);
  return fits
    .flatMap((event) => occurrencesOf(event, from, to).map((occurrence) => ({ event, occurrence })))
    .filter(({ occurrence: { startAt } }) => !beginsWithin || startAt >= from)
    .filter(({ occurrence: { startAt } }) => beginsThen(context, said, startAt))
    .filter(({ occurrence: { startAt } }) => said.which !== 'next' || startAt > context.now)
    .sort((a, b) => a.occurrence.startAt.getTime() - b.occurrence.startAt.getTime());
}

function withinOf(context: ToolContext, said: MeetingSaid, span: { from: Date; to: Date } | undefined) {
  const now = context.now.getTime();
  if (said.at) {
    const from = new Date(said.at.from);
    return { from, to: said.at.to ? new Date(said.at.to) : new Date(from.getTime() + 3_600_000) };
  }
  const ahead = { from: new Date(now - 3_600_000), to: new Date(now + AHEAD_MS) };
  return span ?? (isOfDay(said) ? today(context) : ahead);
}

/** Those whose whole title was said; of these whom it is with. */
async function calledSo(
  context: ToolContext,
  said: MeetingSaid,
  events: readonly TimedEvent[],
  titles: ReadonlyMap<string, string>,
): Promise<TimedEvent[]> {
  const title = (text: string) =>
    fold(text)
      .replace(/^(?:the|my|our)\s+/, '')
      .trim();
  if (said.meeting === undefined) return [];
  const names = [title(said.meeting), title(said.meeting).replace(/\s+(?:meeting|event|call)$/, '')];
  const { meeting: _, ...rest } = said;
  const who = await wordsOf(context, rest);
  return events.filter((event) => names.includes(title(event.title)) && hasWords(event, titles, who, said));
}

/** Whether an event has all the words. Where all that fit are meant, a part of a word is no word. */
function hasWords(
  event: TimedEvent,
  titles: ReadonlyMap<string, string>,
  { words, isSeries }: { words: readonly string[]; isSeries: boolean },
  { isAll }: MeetingSaid,
): boolean {
  const named = fold(
    [
      event.title,
      event.location,
      ...event.attendees.map(({ name }) => name),
      ...[event.companyId, event.opportunityId, ...event.contactIds].map((id) => titles.get(id ?? '')),
    ].join(' '),
  ).split(/[^\p{L}\p{N}]+/u);
  const fits = (one: string, word: string) =>
    (isAll ? one === word : one.startsWith(word)) || word.startsWith(`${one}s`);
  return (!isSeries || Boolean(event.rrule)) && words.every((word) => named.some((one) => fits(one, word)));
}

const hasFocus = ({ focus }: ToolContext): boolean =>
  focus.some(({ entity }) => entity === CalendarEvent.name);

async function spokenOf(context: ToolContext): Promise<Meant> {
  const last = context.focus.find(({ entity }) => entity === CalendarEvent.name);
  return byId(context, last?.id ?? '', undefined);
}

async function byId(context: ToolContext, id: string, originalAt: string | undefined): Promise<Meant> {
  const event = timed(
    (await context.crm.records(CalendarEvent).get(context.scope, id)) as CalendarEventRecord,
  );
  const from = originalAt ? new Date(originalAt) : context.now;
  const whole = { originalAt: event.startAt, startAt: event.startAt, endAt: event.endAt };
  if (!event.rrule) return { event, occurrence: whole };
  const near = occurrencesOf(
    event,
    new Date(from.getTime() - 60 * DAY_MS),
    new Date(from.getTime() + AHEAD_MS),
  );
  const own = originalAt
    ? near.find((one) => one.originalAt.getTime() === from.getTime())
    : near.find((one) => one.endAt > from);
  return { event, occurrence: own ?? whole };
}

/** "my 3 o'clock", "Friday's demo with Tom": the words that name it, and its time where one was said. */
async function wordsOf(context: ToolContext, said: MeetingSaid) {
  const { text, span } = timeIn(context, [said.meeting, said.kind, said.with].filter(Boolean).join(' '));
  const who = await nameOf(context, said.who);
  const words = fold(`${text} ${who}`)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !PLAIN.test(word));
  return {
    words: words.filter((word) => !SERIES.test(word)),
    isSeries: words.some((word) => SERIES.test(word)),
    span,
  };
}

/** The words that name whom it is with and what it is. */
export const wantedWords = async (context: ToolContext, said: MeetingSaid): Promise<string[]> =>
  (await wordsOf(context, said)).words;

/** A record that was meant by its id, by its name. */
async function nameOf({ crm, scope, catalogue }: ToolContext, who: string | undefined): Promise<string> {
  if (who === undefined || !isId(who)) return who ?? '';
  for (const entity of catalogue.spoken) {
    const record = (await crm.records(entity).getMany(scope, [who])).get(who);
    if (record) return titleOf(entity, record);
  }
  return '';
}

/** Whether only one of a series, it and what follows, or all of them: asked where it was not said. */
export function requireScopeSaid(
  context: ToolContext,
  { event, occurrence }: Meant,
  scope: string | undefined,
  what: string,
): void {
  if (!event.rrule || scope !== undefined || !isOn(event)) return;
  throw new AskBack({
    text: `${capitalize(event.title)} repeats. ${what}`,
    options: [
      { label: 'Only this one', detail: whenInWords(event, context, occurrence), value: 'this' },
      { label: 'This and all after it', value: 'following' },
      { label: 'All of them', value: 'all' },
    ],
    argument: 'scope',
  });
}

/** What a conversation has in mind after a meeting was spoken of: it, and whom it is with. */
export async function focusOfMeeting({ crm, scope }: ToolContext, event: TimedEvent) {
  const contacts = await crm.records(Contact).getMany(scope, event.contactIds.slice(0, 3));
  return [
    focusOf(CalendarEvent, event),
    ...[...contacts.values()].map((contact) => focusOf(Contact, contact)),
  ];
}
