import { type ActionItem, CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { undoable } from '../../tools/focus.ts';
import { formatDate } from '../../tools/format.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { mindOf } from './action-items.tool.ts';
import { itemsCard } from './call-words.ts';
import { itemAt, itemShape } from './items-meant.ts';
import { callShape, keptCall } from './the-call.ts';

export const changeItem = defineTool({
  name: 'change_item',
  does: 'Changing an action item',
  entity: CallRecording.name,
  description:
    'Changes an action item of a call by its number: whose it is, until when, what; or takes it off the list (remove).',
  input: z.strictObject({
    item: itemShape,
    owner: slot({ kind: 'teammate' }, z.string()).describe('The teammate who does it').optional(),
    due: slot({ kind: 'moment' }, z.string()).describe('ISO 8601').optional(),
    text: slot({ kind: 'text' }, z.string().trim().min(1).max(300)).describe('What is to be done').optional(),
    action: z.enum(['change', 'remove']).optional(),
    call: callShape.call,
  }),
  effect: 'write',
  async run({ item: said, owner, due, text, action, call: name }, context): Promise<ToolResult> {
    const call = await keptCall(context, { call: name });
    const at = itemAt(said, call.actionItems.length);
    const item = call.actionItems[at] as ActionItem;
    const changed = action === 'remove' ? undefined : await changedItem(context, item, { owner, due, text });
    const actionItems = call.actionItems.flatMap((one, place) => (place === at ? (changed ?? []) : [one]));
    await context.crm.records(CallRecording).update(context.scope, call.id, { actionItems });
    const after = { ...call, actionItems };
    return {
      text: changed
        ? `Changed item ${at + 1}: ${inWords(changed, context)}.`
        : `Took “${item.text}” off the list; the numbers behind it are one less.`,
      cards: [{ ...itemsCard(after, context), ...undoable(context) }],
      changes: [{ entity: CallRecording.name, id: call.id, change: 'updated' }],
      ...mindOf(after),
      suggestions: ['Create the tasks', 'Undo that'],
      isAnswer: true,
    };
  },
});

async function changedItem(
  context: ToolContext,
  item: ActionItem,
  { owner, due, text }: { owner?: string | undefined; due?: string | undefined; text?: string | undefined },
): Promise<ActionItem> {
  if (!owner && !due && !text)
    throw new InvalidError(
      'Say whose it is, until when, or what is to be done: “the second is Lena’s, Friday”.',
    );
  const who = owner ? await resolveUser(context, owner, 'owner') : undefined;
  const dueAt = due ? parseInstant(due, context) : undefined;
  if (due && !dueAt) throw new InvalidError(`“${due}” is not a date I understand.`);
  return {
    ...item,
    ...(who && { owner: who.name, ownerId: who.id }),
    ...(dueAt && { dueAt }),
    ...(text && { text }),
  };
}

const inWords = ({ text, owner, dueAt }: ActionItem, context: ToolContext): string =>
  [`“${text}”`, owner && `by ${owner}`, dueAt && `due ${formatDate(dueAt, context)}`]
    .filter(Boolean)
    .join(', ');
