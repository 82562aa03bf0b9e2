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
import { timeIn } from './time-in-words.ts';
import { whenInWords } from './time-words.ts';

/** How people say which meeting they mean; nothing: the one that is spoken of. */
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
};
export interface MeetingSaid extends Named {
  meeting?: string | undefined;
  at?: { from: string; to?: string | undefined } | undefined;
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
  if (isPointed && !isNamed && !said.at && hasFocus(context)) return spokenOf(context);
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
  const isOneSeries = others.every(({ event }) => event.id === only.event.id);
  if (others.length === 0 || (isOneSeries && !said.at)) return only;
  const named = found.slice(0, MOST_OPTIONS);
  throw new AskBack({
    text: 'Which one do you mean?',
    options: named.map(({ event, occurrence }) => ({
      label: event.title,
      detail: whenInWords(event, context, occurrence),
      value: `${event.id}@${occurrence.originalAt.toISOString()}`,
    })),
    argument,
  });
}

/** All that the words fit, soonest first: of the caller, and of everybody only what names somebody. */
export async function meetingsMeant(context: ToolContext, said: MeetingSaid): Promise<Meant[]> {
  const now = context.now.getTime();
  const { words, isSeries, span } = await wordsOf(context, said);
  const at = said.at ? { from: said.at.from, to: said.at.to } : undefined;
  const within = at
    ? {
        from: new Date(at.from),
        to: at.to ? new Date(at.to) : new Date(new Date(at.from).getTime() + 3_600_000),
      }
    : (span ?? { from: new Date(now - 3_600_000), to: new Date(now + AHEAD_MS) });
  const events = await visibleEvents(
    context.crm,
    context.scope,
    [context.scope.actor.id],
    within.from,
    within.to,
  );
  const titles = await titlesFor(context, CalendarEvent, events);
  const fits = events.filter((event) => {
    const named = fold(
      [
        event.title,
        event.location,
        ...event.attendees.map(({ name }) => name),
        ...[event.companyId, event.opportunityId, ...event.contactIds].map((id) => titles.get(id ?? '')),
      ].join(' '),
    ).split(/[^\p{L}\p{N}]+/u);
    return (
      (!isSeries || Boolean(event.rrule)) &&
      words.every((word) => named.some((one) => one.startsWith(word) || word.startsWith(`${one}s`)))
    );
  });
  const isAtTime = within.to.getTime() - within.from.getTime() < 2 * 3_600_000;
  return fits
    .flatMap((event) =>
      occurrencesOf(event, within.from, within.to).map((occurrence) => ({ event, occurrence })),
    )
    .filter(({ occurrence }) => !isAtTime || occurrence.startAt >= within.from)
    .sort((a, b) => a.occurrence.startAt.getTime() - b.occurrence.startAt.getTime());
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
