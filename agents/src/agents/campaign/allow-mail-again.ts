import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  Suppression,
  type SuppressionRecord,
} from '@clianta/crm-core/marketing/suppression/suppression.schema';
import type { Proposal, ToolContext, ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { sampleOf } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

/** Asked about first: whoever said no must not get mail by a slip. */
export async function proposeMailAgain(context: ToolContext, name: string | undefined): Promise<Proposal> {
  const { contact } = await meant(context, name);
  return {
    title: `Take ${contact.name} off the list of those who get no mail`,
    preview: {
      count: 1,
      sample: await sampleOf(context, Contact as never, [{ id: contact.id, title: contact.name }]),
      changes: [{ label: 'Consent', to: 'Unknown: it is to be asked for' }],
    },
    recordIds: [contact.id],
  };
}

/** Takes back what the team itself has said. What the person wanted, or their server said, stays. */
export async function allowMailAgain(context: ToolContext, name: string | undefined): Promise<ToolResult> {
  const { crm, scope, approvedIds } = context;
  const { contact, blocks } = await meant(context, approvedIds?.[0] ?? name);
  for (const { id } of blocks) await crm.records(Suppression).delete(scope, id);
  if (contact.consent === 'withdrawn')
    await crm.records(Contact).update(scope, contact.id, { consent: 'unknown' });
  return {
    text: `**${contact.name}** is off the list. Campaigns and sequences reach them once they have agreed to marketing.`,
    changes: [
      ...blocks.map(({ id }) => ({ entity: Suppression.name, id, change: 'deleted' as const })),
      { entity: Contact.name, id: contact.id, change: 'updated' as const },
    ],
    focus: [focusOf(Contact as never, contact)],
    ...undoable(context),
    isAnswer: true,
  };
}

async function meant(
  context: ToolContext,
  name: string | undefined,
): Promise<{ contact: ContactRecord; blocks: SuppressionRecord[] }> {
  if (!name) throw new InvalidError('Say who is to be taken off the list.');
  const { crm, scope } = context;
  const contact = (await resolveOne(context, Contact, name, 'contact')) as ContactRecord;
  const { records } = contact.email
    ? await crm.records(Suppression).find(scope, {
        where: [
          { field: 'address', op: 'eq', value: contact.email },
          { field: 'channel', op: 'eq', value: 'email' },
        ],
      })
    : { records: [] };
  if (records.length === 0) throw new InvalidError(`**${contact.name}** is not on the list.`);
  const own = records.find(({ reason }) => reason !== 'manual');
  if (own)
    throw new InvalidError(
      own.reason === 'hardBounce' || own.reason === 'softBounces'
        ? `Mail to **${contact.name}** came back, so they stay on the list. Correct the address, or remove it under Settings, Mailboxes.`
        : `**${contact.name}** did not want mail, so they stay on the list until they agree anew, by a form for instance.`,
    );
  return { contact, blocks: records };
}
