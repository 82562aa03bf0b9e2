import { z } from 'zod';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { InvalidError } from '../../errors.ts';
import { EmailMessage } from '../../marketing/email-message/email-message.schema.ts';
import { whyNot } from '../../marketing/outbox/may-receive.ts';
import { mailboxOf, queueMail } from '../../marketing/outbox/queue-mail.ts';
import { unsubscribeLink } from '../../marketing/suppression/unsubscribe.ts';
import { type ActionContext, defineAction, hasField } from './action.ts';

const HOW = 'is not said; say “send them an email “Subject” saying “Text””';

/** Mails whom a record is about, from the mailbox of its owner, else of the team. What nobody asked for is marketing. */
export const sendEmail = defineAction({
  name: 'send_email',
  input: z.strictObject({
    subject: z
      .string({ error: `its subject ${HOW}` })
      .trim()
      .min(1)
      .max(300),
    text: z
      .string({ error: `its text ${HOW}` })
      .trim()
      .min(1)
      .max(10_000),
    from: z.enum(['owner', 'team']).default('owner'),
    /** Marketing goes to those alone who have consented; service is what they wait for, such as a receipt. */
    purpose: z.enum(['marketing', 'service']).default('marketing'),
  }),
  effect: 'outside',
  // the outbox sends the same effect once
  repeats: 'once',
  async lacks(crm, workspaceId) {
    return (await mailboxOf(crm, workspaceId)) || (await hasAnyMailbox(crm, workspaceId))
      ? undefined
      : 'an e-mail account';
  },
  refuses: (entity) =>
    hasField(entity, 'email') || hasField(entity, 'contactId')
      ? undefined
      : `a step (send_email) needs somebody to write to, and ${entity.label.many} name nobody`,
  words: ({ subject, text, purpose = 'marketing' }) =>
    subject
      ? `send an e-mail “${subject}”${purpose === 'marketing' ? ' to those who have consented to marketing' : ''}`
      : `send an e-mail${text ? ` (“${text}”)` : ''}`,
  async run({ subject, text, from, purpose }, context) {
    const { crm, scope, entity, record, effectId, fill } = context;
    const { workspaceId } = scope;
    const who = await recipientOf(context);
    if (!who) return { told: 'mailed nobody: there is no address' };
    const refusal = await whyNot(crm, workspaceId, { ...who, purpose });
    if (refusal) return { told: `left out ${who.address}: ${refusal.text}` };
    const owner = record[entity.talk?.owner ?? ''];
    const ownerId = from === 'owner' && typeof owner === 'string' ? owner : undefined;
    const mailbox = await mailboxOf(crm, workspaceId, ownerId);
    if (!mailbox)
      throw new InvalidError(
        ownerId
          ? 'Neither the owner nor the team has a mailbox. Connect one under Settings, Mailboxes.'
          : 'The team has no mailbox. Connect one under Settings, Mailboxes, and let the team send from it.',
      );
    const line = fill(subject).replace(/\s+/g, ' ').slice(0, 300);
    const footer =
      purpose === 'marketing'
        ? `\n\n--\nNo more of this: ${unsubscribeLink(crm, { workspaceId, address: who.address, topic: '' })}`
        : '';
    const { contactId, address, name } = who;
    const id = await queueMail(crm, workspaceId, {
      accountId: mailbox.id,
      to: [{ address, ...(name && { name }) }],
      subject: line,
      text: `${fill(text)}${footer}`,
      purpose,
      sendKey: `workflow:${effectId}`,
      ...(contactId && { contactIds: [contactId] }),
    });
    return {
      told: `mailed ${address} from ${mailbox.address}: “${line}”`,
      wrote: { entity: EmailMessage.name, id },
    };
  },
});

/** One of a member that is not for the team: it serves where the record has an owner. */
async function hasAnyMailbox(crm: CrmCore, workspaceId: string): Promise<boolean> {
  const { team } = await crm.facts(workspaceId);
  for (const { id } of team) if (await mailboxOf(crm, workspaceId, id)) return true;
  return false;
}

interface Who {
  address: string;
  contactId?: string;
  name?: string;
}

async function recipientOf({ crm, scope, entity, record }: ActionContext): Promise<Who | undefined> {
  if (entity.name === Contact.name) return addressed(record);
  const { contactId, email } = record;
  if (typeof contactId === 'string') {
    const contact = (await crm.records(Contact).getMany(scope, [contactId])).get(contactId);
    if (contact && !contact.isDeleted) return addressed({ ...contact });
  }
  return typeof email === 'string' && email ? { address: email } : undefined;
}

function addressed({ id, email, name }: Record<string, unknown>): Who | undefined {
  if (typeof email !== 'string' || !email) return undefined;
  return { address: email, contactId: String(id), name: String(name ?? '') };
}
