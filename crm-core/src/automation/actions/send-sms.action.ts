import { z } from 'zod';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import { isKnownPhone } from '../../entity/phone-number.ts';
import { whyNotPhoned } from '../../marketing/phone-message/may-be-phoned.ts';
import { phoneZone } from '../../marketing/phone-message/phone-hours.ts';
import { PhoneMessage } from '../../marketing/phone-message/phone-message.schema.ts';
import { phoneAccount, queuePhoneMessage } from '../../marketing/phone-message/queue-phone-message.ts';
import { type ActionContext, defineAction, hasField } from './action.ts';

/** Texts whom a record is about, in their hours. What nobody asked for is marketing, which takes consent. */
export const sendSms = defineAction({
  name: 'send_sms',
  input: z.strictObject({
    text: z.string({ error: 'its text is not said; say “text them: “…””' }).trim().min(1).max(1_000),
    /** Service is what they wait for, such as a reminder. */
    purpose: z.enum(['marketing', 'service']).default('marketing'),
  }),
  effect: 'outside',
  // the outbox sends the same effect once
  repeats: 'once',
  async lacks(crm, workspaceId) {
    return (await phoneAccount(crm, workspaceId, 'sms')) ? undefined : 'a text message service';
  },
  refuses: (entity) =>
    hasField(entity, 'phone') || hasField(entity, 'contactId')
      ? undefined
      : `a step (send_sms) needs somebody to write to, and ${entity.label.many} name nobody`,
  words: ({ text, purpose = 'marketing' }) =>
    text
      ? `send a text message “${text}”${purpose === 'marketing' ? ' to those who have consented to marketing' : ''}`
      : 'send a text message',
  async run({ text, purpose }, context) {
    const { crm, scope, effectId, fill } = context;
    const { workspaceId } = scope;
    const who = await recipientOf(context);
    if (!who?.phone) return { told: 'texted nobody: there is no number' };
    const phone = who.phone.replace(/ ext\..*$/, '');
    if (!isKnownPhone(phone)) return { told: `left out ${phone}: it has no country code` };
    const contactId = who.id;
    const why = await whyNotPhoned(crm, { workspaceId, kind: 'sms', phone, purpose, contactId });
    if (why) return { told: `left out ${phone}: ${why}` };
    const said = fill(text).slice(0, 1_600);
    const { id, dueAt } = await queuePhoneMessage(crm, workspaceId, {
      kind: 'sms',
      phone,
      text: said,
      purpose,
      timeZone: await phoneZone(crm, workspaceId, who),
      sendKey: `workflow:${effectId}`,
      ...(contactId && { contactId }),
    });
    const later = dueAt > crm.now() ? `, which goes out on ${dueAt.toISOString()}` : '';
    return { told: `texted ${phone}: “${said}”${later}`, wrote: { entity: PhoneMessage.name, id } };
  },
});

type Who = Partial<Pick<ContactRecord, 'id' | 'phone' | 'timeZone'>>;

async function recipientOf({ crm, scope, entity, record }: ActionContext): Promise<Who | undefined> {
  if (entity.name === Contact.name) return record as unknown as ContactRecord;
  const { contactId, phone } = record;
  if (typeof contactId === 'string') {
    const contact = (await crm.records(Contact).getMany(scope, [contactId])).get(contactId);
    if (contact && !contact.isDeleted) return contact as ContactRecord;
  }
  return typeof phone === 'string' ? { phone } : undefined;
}
