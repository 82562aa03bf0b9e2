import type { ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { formatPhone } from '@clianta/crm-core/entity/phone-number';
import { InvalidError } from '@clianta/crm-core/errors';
import { whyNotPhoned } from '@clianta/crm-core/marketing/phone-message/may-be-phoned';
import { phoneTime, phoneZone } from '@clianta/crm-core/marketing/phone-message/phone-hours';
import type { PhoneMessageRecord } from '@clianta/crm-core/marketing/phone-message/phone-message.schema';
import { requireCallable } from '@clianta/crm-core/marketing/phone-message/queue-phone-message';
import type { ToolContext } from '../../tool.ts';
import { timeInWords } from '../email/send-time.ts';

export interface Phoned {
  contact: ContactRecord;
  phone: string;
  timeZone: string;
  /** Its hours begin then; of somebody whose phone may ring now it is now. */
  dueAt: Date;
}

/** Who gets it and who does not, with the reason. @param from - not before */
export async function phonedPeople(
  { crm, scope }: ToolContext,
  contacts: readonly ContactRecord[],
  { kind, from }: { kind: PhoneMessageRecord['kind']; from: Date },
): Promise<{ people: Phoned[]; leftOut: string[] }> {
  const people: Phoned[] = [];
  const leftOut: string[] = [];
  const { workspaceId } = scope;
  for (const contact of contacts) {
    try {
      const phone = requireCallable(contact.phone, contact.name);
      const meant = { workspaceId, kind, phone, purpose: 'personal' as const, contactId: contact.id };
      const why = await whyNotPhoned(crm, meant);
      if (why) throw new InvalidError(`${contact.name}: ${why}`);
      const timeZone = await phoneZone(crm, workspaceId, contact);
      people.push({ contact, phone, timeZone, dueAt: phoneTime(from, timeZone) });
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      leftOut.push(error.message);
    }
  }
  return { people, leftOut };
}

/** "Ada Quist, +49 30 123456". */
export const inWords = ({ contact, phone }: Phoned): string => `${contact.name}, ${formatPhone(phone)}`;

/** When it goes out, by the clock of whoever gets it; of many whose phones may not ring yet the number. */
export function goesOut(context: ToolContext, people: readonly Phoned[], from: Date): string {
  const later = people.filter(({ dueAt }) => dueAt > from);
  const [first] = later.length > 0 ? later : people;
  if (!first) return 'At once';
  const time = timeInWords({ at: first.dueAt, zone: first.timeZone }, context);
  if (later.length === 0) return from > context.now ? time : 'At once';
  return people.length === 1
    ? `${time}: nothing rings before 8 or after 21 there`
    : `${later.length} of them later, from ${time}: nothing rings before 8 or after 21 there`;
}
