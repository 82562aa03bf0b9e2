import { Readable } from 'node:stream';
import type { TimedEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { invitationOf } from '@clianta/crm-core/calendar/ics/write-ics';
import { logger } from '@clianta/crm-core/logger';
import type { Card } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { fileCard } from '../../tools/file-card.ts';
import { listed } from '../../tools/format.ts';

const guestsOf = ({ attendees }: Pick<TimedEvent, 'attendees'>) => attendees.filter(({ userId }) => !userId);

/**
 * What people outside are to be told, as a file that their calendars take in. Nothing is mailed: whoever asked sends it.
 *
 * @returns nothing where only the team attends
 */
export async function invitation(
  { crm, scope, conversationId }: ToolContext,
  event: TimedEvent,
  what: 'invitation' | 'change' | 'cancellation',
): Promise<{ text: string; cards: Card[] }> {
  const guests = guestsOf(event);
  if (guests.length === 0) return { text: '', cards: [] };
  const names = listed(guests.map(({ name }) => name));
  const { team } = await crm.facts(scope.workspaceId);
  const organiser = team.find(({ id }) => id === event.ownerId);
  if (!organiser) return { text: '', cards: [] };
  const file = await crm.files
    .save(scope, {
      name: `${what}-${event.title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}.ics`,
      stream: Readable.from([Buffer.from(invitationOf(event, organiser))]),
      ...(conversationId && { conversationId }),
    })
    .catch((error: unknown) => {
      // the meeting stands, whatever becomes of the file
      logger.warn({ err: error, eventId: event.id }, 'no invitation could be kept');
      return undefined;
    });
  const addresses = guests.flatMap(({ email }) => email ?? []);
  const subject = encodeURIComponent(`${what === 'cancellation' ? 'Cancelled: ' : ''}${event.title}`);
  const mail =
    addresses.length > 0 ? ` [Write the mail](mailto:${addresses.join(',')}?subject=${subject})` : '';
  return {
    text: file
      ? `Nothing was mailed: send this ${what} to ${names}.${mail}`
      : `Nothing was mailed, and no ${what} could be made as a file: please tell ${names}.${mail}`,
    cards: file ? [fileCard(file)] : [],
  };
}
