import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { asksToStop } from '@clianta/crm-core/marketing/consent/asks-to-stop';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

type OptOutNote = Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because' | 'urgency'>;
const MOST = 300;

/** That somebody asks in an answer to be written to no more: whose mail it is decides on it, since words may mean something else. */
export async function optOutNote(
  { crm }: JobContext,
  { workspaceId, recordId }: DomainEvent,
): Promise<OptOutNote | undefined> {
  const own = { _id: recordId, workspaceId };
  const mail = await crm.store
    .model(EmailMessage)
    .findOne(own)
    .lean<Pick<EmailMessageRecord, 'contactIds' | 'peopleIds' | 'from'>>();
  const [userId] = mail?.peopleIds ?? [];
  const [contactId] = mail?.contactIds ?? [];
  if (!mail || !userId || !contactId) return undefined;
  const body = await crm.store.model(EmailBody).findOne(own).lean<{ text?: string }>();
  const sentence = asksToStop(body?.text ?? '');
  if (!sentence) return undefined;
  const contact = (await crm.records(Contact).getMany(systemScope(workspaceId), [contactId])).get(contactId);
  if (!contact || contact.consent === 'withdrawn') return undefined;
  return {
    userId,
    kind: 'outcome',
    urgency: 'high',
    title: `${contact.name} asks to be written to no more`,
    body: `“${sentence.slice(0, MOST)}” Say “never mail ${contact.name} again”, and no marketing and no sequence goes to them any more.`,
    because: 'It came to your mailbox.',
  };
}
