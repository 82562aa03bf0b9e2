import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { isOn } from '@clianta/crm-core/calendar/calendar-event/event-times';
import { cancelEvent, SCOPES } from '@clianta/crm-core/calendar/change-event';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { invitation } from './invitation.ts';
import { GENERAL } from './name-shape.ts';
import { timeOfDayShape } from './of-the-day.ts';
import {
  focusOfMeeting,
  type Meant,
  meetingShape,
  meetingsMeant,
  requireScopeSaid,
  theMeeting,
} from './the-meeting.ts';
import { whenInWords } from './time-words.ts';

const input = z.strictObject({
  ...meetingShape,
  ...timeOfDayShape,
  scope: z.enum(SCOPES).optional().describe('Of a series: only this one, it and all after it, or all'),
  reason: slot({ kind: 'text', isReason: true }, z.string().trim().min(1).max(500)).optional(),
  isAll: z.boolean().optional().describe('Every meeting that the words fit, not one of them'),
});
type Args = z.output<typeof input>;

export const cancelMeeting = defineTool({
  name: 'cancel_meeting',
  does: 'Cancelling a meeting',
  entity: CalendarEvent.name,
  description:
    'Cancels one meeting, one or all of a series, or (proposed first) all meetings of a time. Mails nothing: it gives a file with the cancellation for people outside.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    if (!args.isAll) return undefined;
    requireNarrowed(args);
    const found = await allMeant(context, args);
    if (found.length < 2) return undefined;
    return {
      title: `Cancel ${counted(found.length, { one: 'meeting', many: 'meetings' })}`,
      preview: {
        count: found.length,
        sample: found.slice(0, 5).map(({ event, occurrence }) => ({
          title: event.title,
          detail: whenInWords(event, context, occurrence),
        })),
        changes: [{ label: 'Status', to: 'Cancelled' }],
      },
      isDestructive: true,
      recordIds: [...new Set(found.map(({ event }) => event.id))],
    };
  },
  async run(args, context): Promise<ToolResult> {
    return args.isAll ? cancelAll(context, args) : cancelOne(context, args);
  },
});

async function cancelOne(context: ToolContext, args: Args): Promise<ToolResult> {
  const meant = await theMeeting(context, args);
  const { event, occurrence } = meant;
  if (!isOn(event))
    return {
      text: `**${event.title}** is cancelled already.`,
      focus: [focusOf(CalendarEvent, event)],
      isAnswer: true,
    };
  requireScopeSaid(context, meant, args.scope, 'Cancel which of them?');
  const after = await cancelEvent(context.crm, context.scope, event, args.reason, {
    scope: args.scope ?? 'all',
    originalAt: occurrence.originalAt,
  });
  const invite = await invitation(context, after, isOn(after) ? 'change' : 'cancellation');
  const which =
    event.rrule && args.scope !== 'all'
      ? args.scope === 'following'
        ? ' from then on'
        : ', this one only'
      : '';
  return {
    text: [`Cancelled **${event.title}** (${whenInWords(event, context, occurrence)})${which}.`, invite.text]
      .filter(Boolean)
      .join(' '),
    cards: [
      await recordCard(context, CalendarEvent, after, {
        badge: isOn(after) ? 'Updated' : 'Cancelled',
        changed: ['status'],
        ...undoable(context),
      }),
      ...invite.cards,
    ],
    changes: [{ entity: CalendarEvent.name, id: after.id, change: 'updated' }],
    focus: await focusOfMeeting(context, after),
    isAnswer: true,
  };
}

async function cancelAll(context: ToolContext, args: Args): Promise<ToolResult> {
  const approved = context.approvedIds;
  const found = (await allMeant(context, args)).filter(
    ({ event }) => !approved || approved.includes(event.id),
  );
  if (found.length === 0) return { text: 'No meeting of yours is there to be cancelled.', isAnswer: true };
  for (const { event, occurrence } of found) {
    const fresh = await theMeeting(context, {
      meeting: `${event.id}@${occurrence.originalAt.toISOString()}`,
    });
    await cancelEvent(context.crm, context.scope, fresh.event, args.reason, {
      scope: event.rrule ? 'this' : 'all',
      originalAt: occurrence.originalAt,
    });
  }
  const ids = [...new Set(found.map(({ event }) => event.id))];
  return {
    text: `Cancelled ${counted(found.length, { one: 'meeting', many: 'meetings' })}: ${found.map(({ event }) => event.title).join(', ')}. Nothing was mailed.`,
    changes: ids.map((id) => ({ entity: CalendarEvent.name, id, change: 'updated' as const })),
    isAnswer: true,
  };
}

/** "All" of whatever there is was hardly meant. @throws InvalidError */
function requireNarrowed({ meeting, kind, who, with: others, at, after, before }: Args): void {
  const isSaid = [meeting, who, others, at, after, before].some((one) => one !== undefined);
  if (isSaid || (kind !== undefined && !GENERAL.has(kind))) return;
  throw new InvalidError('Which meetings? Say of which day, or with whom: “cancel all meetings on Friday”.');
}

/** Only the caller's own: nobody clears the calendar of others. */
async function allMeant(context: ToolContext, args: Args): Promise<Meant[]> {
  const found = await meetingsMeant(context, args);
  return found.filter(({ event }) => event.ownerId === context.scope.actor.id);
}
