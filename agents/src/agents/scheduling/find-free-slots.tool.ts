import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { findSlots } from '@clianta/crm-core/calendar/find-slots';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { formatClock, formatDay, listed } from '../../tools/format.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { nameShape } from './name-shape.ts';
import { clocksOf, offeredSlots, periodInWords, stretch, whyNone } from './offered-slots.ts';
import { peopleMeant } from './people-meant.ts';
import { lengthShape, minutesSaid, momentSaid, whenShape } from './time-said.ts';
import { elsewhere } from './time-words.ts';
import { whoAndWhen } from './who-and-when.ts';

/** Of a free stretch more are not named. */
const MOST_STRETCHES = 8;

export const findFreeSlots = defineTool({
  name: 'find_free_slots',
  does: 'Looking for free time',
  entity: CalendarEvent.name,
  description:
    'Says when somebody is free, or offers three times at which all of some people are. Working hours, days off and calendars of the team count; those of people outside are not known. Books nothing.',
  input: z.strictObject({
    person: slot({ kind: 'teammate' }, z.string())
      .optional()
      .describe('Whose free time is asked for: a teammate\'s name, or "me"'),
    ...nameShape,
    when: whenShape.optional(),
    ...lengthShape,
  }),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const minutes = minutesSaid(args) ?? 30;
    const { who, span } = whoAndWhen(context, args);
    const within = args.when ? momentSaid(context, args.when) : (span ?? nextDays(context));
    if (who === undefined) return freeOf(context, args.person ?? 'me', within, minutes);
    const people = await peopleMeant(context, who, args.with === undefined ? 'who' : 'with');
    const { question, found } = await offeredSlots(context, {
      people,
      minutes,
      within,
      call: (when) => ({ tool: 'schedule_meeting', args: { with: who, when, minutes } }),
    });
    const unseen = people.guests.map(({ name }) => name);
    const note = unseen.length > 0 ? ` I cannot see the calendar of ${listed(unseen)}.` : '';
    if (!question)
      return { text: `${await whyNone(context, found, { minutes, within })}${note}`, isAnswer: true };
    return { text: `${question.text}${note}`, question, isAnswer: true };
  },
});

/** From now to the end of the fifth working day or so. */
export function nextDays(context: ToolContext) {
  const from = context.now;
  const to = DateTime.fromJSDate(from, { zone: context.timeZone })
    .startOf('day')
    .plus({ days: 8 })
    .toJSDate();
  return { from, to, isOpen: true };
}

/** "Is Akira free tomorrow?" within working hours, on both clocks. */
async function freeOf(
  context: ToolContext,
  name: string,
  within: { from: Date; to: Date; isOpen: boolean },
  minutes: number,
): Promise<ToolResult> {
  const { crm, scope } = context;
  const { id, name: full } = await resolveUser(context, name, 'person');
  const isMe = id === scope.actor.id;
  const [who, is] = isMe ? ['You', 'are'] : [full, 'is'];
  const found = await findSlots(crm, scope.workspaceId, {
    userIds: [id],
    within: stretch(within),
    minutes: within.isOpen ? minutes : Math.max(5, (within.to.getTime() - within.from.getTime()) / 60_000),
    most: 1,
  });
  const days = periodInWords(context, within);
  if (!within.isOpen) {
    const [first] = found.slots;
    const isFree = first?.from === within.from.getTime();
    if (isFree) return { text: `Yes, ${isMe ? 'you are' : `${full} is`} free ${days}.`, isAnswer: true };
    const why =
      found.notWorking.length > 0
        ? `${isMe ? 'you do' : `${full} does`} not work then`
        : 'that time is taken';
    return { text: `No: ${why} (${days}).`, suggestions: ['When am I free this week?'], isAnswer: true };
  }
  if (found.free.length === 0)
    return { text: await whyNone(context, found, { minutes, within }), isAnswer: true };
  const [clock] = isMe
    ? []
    : await clocksOf(context, { team: [{ name: full, userId: id, response: 'waiting' }], contacts: [] });
  const lines = found.free
    .filter(({ from, to }) => to - from >= minutes * 60_000)
    .slice(0, MOST_STRETCHES)
    .map(({ from, to }) => {
      const other = clock ? elsewhere(new Date(from), [clock], context) : '';
      return `- ${formatDay(new Date(from), context)}: ${formatClock(new Date(from), context)} to ${formatClock(new Date(to), context)}${other ? ` (from ${other})` : ''}`;
    });
  if (lines.length === 0) return { text: await whyNone(context, found, { minutes, within }), isAnswer: true };
  return {
    text: [`${who} ${is} free ${days}, within working hours:`, '', ...lines].join('\n'),
    suggestions: isMe ? [] : [`A 30 minute call with ${full}`],
    isAnswer: true,
  };
}
