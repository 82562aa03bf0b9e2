import { z } from 'zod';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import { apolloAccount, enrichContacts } from '../../integrations/apollo/enrich-contacts.ts';
import { defineAction, hasField } from './action.ts';

/** Looks up what is missing of whom a record is about. */
export const enrich = defineAction({
  name: 'enrich',
  input: z.strictObject({ text: z.string().max(2_000).default('') }),
  effect: 'outside',
  // who was looked up is not looked up again within 90 days
  repeats: 'once',
  async lacks(crm, workspaceId) {
    return (await apolloAccount(crm, workspaceId)) ? undefined : 'a data provider';
  },
  refuses: (entity) =>
    entity.name === Contact.name || hasField(entity, 'contactId')
      ? undefined
      : `a step (enrich) needs somebody to look up, and ${entity.label.many} name nobody`,
  words: () => 'look up what is missing',
  async run(_input, { crm, scope, entity, record }) {
    const id = entity.name === Contact.name ? record.id : record.contactId;
    if (typeof id !== 'string') return { told: 'looked up nobody: it names no contact' };
    const contact = (await crm.records(Contact).getMany(scope, [id])).get(id);
    if (!contact || contact.isDeleted) return { told: 'looked up nobody: the contact is gone' };
    const { filled, notFound, leftOut, stopped } = await enrichContacts(crm, scope, [
      contact as ContactRecord,
    ]);
    const [done] = filled;
    if (done)
      return {
        told: `filled in ${done.fields.join(', ')} of ${contact.name}`,
        wrote: { entity: Contact.name, id },
      };
    const why = leftOut[0]?.why ?? (notFound.length > 0 ? 'is not known to Apollo' : 'has nothing empty');
    return { told: stopped ?? `left ${contact.name} as they are: ${contact.name} ${why}` };
  },
});
