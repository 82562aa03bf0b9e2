import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, nearTo, undoable } from '../../tools/focus.ts';
import { capitalize } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

const said = (what: string) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(500).describe(what)).optional();

export const qualifyLead = defineTool({
  name: 'qualify_lead',
  does: 'Qualifying a lead',
  operation: 'transition',
  entity: 'contact',
  description:
    'Says whether a lead is one, and keeps why on the timeline: the reason, and budget, authority, need and timing where they are told.',
  input: z.strictObject({
    contact: oneOf(Contact),
    verdict: z.enum(['qualified', 'unqualified']).optional(),
    reason: slot(
      { kind: 'text', isReason: true },
      z.string().trim().min(1).max(500).describe('Why, in the words of the user'),
    ).optional(),
    budget: said('What they can spend'),
    authority: said('Who decides'),
    need: said('What they need it for'),
    timing: said('When they need it'),
  }),
  effect: 'write',
  async run({ contact: name, verdict, reason, ...bant }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const contact = await resolveOne(context, Contact, name, 'contact');
    const told = Object.entries({ reason, ...bant }).flatMap(([label, text]) =>
      text ? [`${capitalize(label)}: ${text}`] : [],
    );
    const after = verdict
      ? await crm.records(Contact).update(scope, contact.id, { status: verdict })
      : contact;
    const note =
      told.length > 0
        ? await crm.records(Activity).create(scope, {
            type: 'note',
            subject: verdict ? `${capitalize(verdict)} as a lead` : 'Qualification',
            body: told.join('\n'),
            at: context.now,
            userId: scope.actor.id,
            contactId: contact.id,
            ...(contact.companyId && { companyId: contact.companyId }),
          })
        : undefined;
    const isNew = after.version !== contact.version;
    const done = isNew
      ? `**${contact.name}** is **${verdict}** now.`
      : `**${contact.name}** is ${after.status}, as before.`;
    const kept = note ? ` I kept on the timeline: ${told.join('; ')}.` : '';
    return {
      text: `${done}${kept}`,
      cards: [
        await recordCard(context, Contact, after, {
          ...(isNew && { badge: capitalize(after.status), changed: ['status'] }),
          ...(isNew || note ? undoable(context) : {}),
        }),
      ],
      changes: [
        ...(isNew ? [{ entity: 'contact', id: contact.id, change: 'updated' as const }] : []),
        ...(note ? [{ entity: 'activity', id: note.id, change: 'created' as const }] : []),
      ],
      focus: [focusOf(Contact, contact), ...(await nearTo(context, Contact, contact))],
      isAnswer: true,
    };
  },
});
