import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { formatPhone } from '@clianta/crm-core/entity/phone-number';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { logPhoneMessage } from '@clianta/crm-core/marketing/phone-message/log-phone-message';
import { PhoneMessage } from '@clianta/crm-core/marketing/phone-message/phone-message.schema';
import type { PhoneRow } from '@clianta/crm-core/marketing/phone-message/phone-rows';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

type TextNote = Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because' | 'urgency'>;

/** That somebody has written to us, or that what was sent to them did not arrive: whose message it is learns it. */
export async function textNote({ crm }: JobContext, event: DomainEvent): Promise<TextNote | undefined> {
  const { workspaceId, recordId } = event;
  const row = await crm.store.model(PhoneMessage).findOne({ _id: recordId, workspaceId }).lean<PhoneRow>();
  if (!row) return undefined;
  const isIn = event.type === 'text.received';
  if (isIn) await logPhoneMessage(crm, row);
  // sequences count theirs
  if (!row.ownerId || row.source) return undefined;
  const found = row.contactId
    ? (await crm.records(Contact).getMany(systemScope(workspaceId), [row.contactId])).get(row.contactId)
    : undefined;
  const who = found?.name ?? formatPhone(row.phone);
  const what = row.kind === 'sms' ? 'text message' : 'voicemail';
  const fate =
    row.status === 'unknown'
      ? `Nobody knows whether your ${what} to ${who} went out`
      : `Your ${what} to ${who} did not arrive`;
  return {
    userId: row.ownerId,
    kind: 'outcome',
    urgency: 'high',
    title: isIn ? `${who} has sent you a text message` : fate,
    body: (isIn ? row.text : (row.why ?? '')).slice(0, 1_000),
    because: isIn ? 'You look after the contact.' : 'You have sent it.',
  };
}
