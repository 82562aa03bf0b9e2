import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { suppress } from '@clianta/crm-core/marketing/suppression/suppress';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { recordCard, sampleOf } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { allowMailAgain, proposeMailAgain } from './allow-mail-again.ts';
import { audienceInWords } from './audience-in-words.ts';

/** More than so many are proposed first. */
const FREE = 1;
const SAMPLE = 5;

const input = z.strictObject({
  contact: oneOf(Contact).optional().describe('One person, by name'),
  which: slot({ kind: 'records' }, z.string().max(300))
    .optional()
    .describe('Or many, in words: "contacts with the tag complained"'),
  reason: slot({ kind: 'text', isReason: true }, z.string().trim().min(1).max(300)).optional(),
  lift: z.boolean().optional().describe('The other way round: one person is taken off the list again'),
});
type Args = z.output<typeof input>;

export const suppressContacts = defineTool({
  name: 'suppress_contacts',
  does: 'Taking somebody off all mailings',
  operation: 'other',
  entity: Contact.name,
  description:
    'Nobody of these gets campaigns or sequences any more: they are unsubscribed from marketing. Personal replies still reach them. Can be undone. With lift: one whom the team has put on that list is taken off it.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    if (args.lift) return proposeMailAgain(context, args.contact);
    const contacts = await meant(context, args);
    if (contacts.length <= FREE && !context.mustPropose) return undefined;
    const sample = contacts.slice(0, SAMPLE).map(({ id, name }) => ({ id, title: name }));
    return {
      title: `Stop marketing mail to ${counted(contacts.length, Contact.label)}`,
      preview: {
        count: contacts.length,
        sample: await sampleOf(context, Contact as never, sample),
        changes: [{ label: 'Consent', to: 'Withdrawn' }],
      },
      recordIds: contacts.map(({ id }) => id),
    };
  },
  async run(args, context): Promise<ToolResult> {
    if (args.lift) return allowMailAgain(context, args.contact);
    const { crm, scope, approvedIds } = context;
    const all = await meant(context, args);
    const contacts = approvedIds ? all.filter(({ id }) => approvedIds.includes(id)) : all;
    const open = contacts.filter(({ consent }) => consent !== 'withdrawn');
    for (const { id, email } of open) {
      await crm.records(Contact).update(scope, id, { consent: 'withdrawn' });
      if (email)
        await suppress(crm, scope, {
          address: email,
          scope: 'marketing',
          reason: 'manual',
          note: args.reason ?? `${scope.actor.name} said so`,
        });
    }
    const names = contacts.length <= 3 ? listed(contacts.map(({ name }) => `**${name}**`)) : '';
    const who = names || counted(contacts.length, Contact.label);
    const is = contacts.length === 1 ? 'gets' : 'get';
    const [one] = contacts;
    const after = one && contacts.length === 1 ? await crm.records(Contact).get(scope, one.id) : undefined;
    return {
      text:
        open.length === 0
          ? `${who} ${is} no marketing mail already.`
          : `${who} ${is} no campaigns or sequences any more${args.reason ? ` (${args.reason})` : ''}. Personal mail still reaches them. Say “undo that” to take it back.`,
      ...(after && {
        cards: [
          await recordCard(context, Contact as never, after, {
            badge: 'Updated',
            changed: ['consent'],
            ...undoable(context),
          }),
        ],
      }),
      changes: open.map(({ id }) => ({ entity: Contact.name, id, change: 'updated' as const })),
      focus: contacts.slice(0, SAMPLE).map((contact) => focusOf(Contact as never, contact)),
      isAnswer: true,
    };
  },
});

async function meant(context: ToolContext, { contact, which }: Args): Promise<ContactRecord[]> {
  const { crm, scope } = context;
  if (contact) return [(await resolveOne(context, Contact, contact, 'contact')) as ContactRecord];
  if (!which) throw new InvalidError('Say who: a name, or what they have in common.');
  const { filter } = await audienceInWords(context, which);
  const ids = await crm.records(Contact).ids(scope, filter);
  return [...(await crm.records(Contact).getMany(scope, ids)).values()] as ContactRecord[];
}
