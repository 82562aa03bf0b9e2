import { BusyDays } from '@clianta/crm-core/calendar/busy-days';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { noted, timed } from '@clianta/crm-core/calendar/change-event';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { focusOfMeeting, meetingShape, theMeeting } from './the-meeting.ts';
import { whenInWords } from './time-words.ts';

const WORDS = { accepted: 'Accepted', declined: 'Declined', tentative: 'Answered “maybe” to' } as const;

export const respond = defineTool({
  name: 'respond',
  does: 'Answering an invitation',
  entity: CalendarEvent.name,
  description:
    'Answers an invitation of a teammate for the caller (accepted, declined, tentative), or confirms a booking that waits for it. Tells the organiser in the calendar; mails nothing.',
  input: z.strictObject({ ...meetingShape, response: z.enum(['accepted', 'declined', 'tentative']) }),
  effect: 'write',
  async run({ response, ...said }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const { event, occurrence } = await theMeeting(context, said);
    const own = event.attendees.find(({ userId }) => userId === scope.actor.id);
    if (!own)
      throw new InvalidError(
        event.ownerId === scope.actor.id
          ? `**${event.title}** is your own: move or cancel it instead.`
          : `You are not invited to **${event.title}**.`,
      );
    const isHost = event.source === 'booking' && event.status === 'tentative';
    const attendees = event.attendees.map((one) => (one === own ? { ...one, response } : one));
    const after = timed(
      await crm
        .records(CalendarEvent)
        .update(
          scope,
          event.id,
          { attendees, ...(isHost && response === 'accepted' && { status: 'confirmed' as const }) },
          { version: event.version },
        ),
    );
    const days = new BusyDays(crm);
    const { workspaceId, id } = after;
    if (response === 'declined')
      await days.releaseOf({
        workspaceId,
        ref: id,
        userIds: [scope.actor.id],
        from: after.startAt.getTime(),
        to: after.endAt.getTime(),
      });
    else if (isHost && response === 'accepted') await days.stand(workspaceId, id);
    else if (own.response === 'declined') await noted(crm, after);
    return {
      text: `${WORDS[response]} **${after.title}** (${whenInWords(after, context, occurrence)}).`,
      cards: [
        await recordCard(context, CalendarEvent, after, {
          badge: 'Answered',
          changed: ['status'],
          ...undoable(context),
        }),
      ],
      changes: [{ entity: CalendarEvent.name, id, change: 'updated' }],
      focus: await focusOfMeeting(context, after),
      isAnswer: true,
    };
  },
});
