import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { counted, listed } from '../../tools/format.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { type CallView, itemsCard } from './call-words.ts';
import { outsideOf } from './take-in-call.ts';
import { callShape, theCall } from './the-call.ts';

export const actionItemsTool = defineTool({
  name: 'action_items',
  does: 'Looking for what was promised',
  entity: CallRecording.name,
  description:
    'What was promised in a call: who does what until when, each with the time at which it was said. Numbered; of one teammate only where one is named.',
  input: z.strictObject({
    ...callShape,
    owner: slot({ kind: 'teammate' }, z.string()).describe('Only those of this teammate').optional(),
  }),
  effect: 'read',
  async run({ owner, ...said }, context): Promise<ToolResult> {
    const call = await theCall(context, said);
    const who = owner ? await resolveUser(context, owner, 'owner') : undefined;
    const card = itemsCard(call, context);
    const rows = who ? card.rows.filter((_, at) => call.actionItems[at]?.ownerId === who.id) : card.rows;
    return {
      text: itemsText(call, rows.length, who?.name),
      cards: rows.length > 0 ? [{ ...card, rows, count: rows.length }] : [],
      ...mindOf(call),
      ...(rows.length > 0 && { suggestions: ['Create the tasks', 'Sum it up', 'How did they sound?'] }),
      isOutside: outsideOf(call.title),
      isAnswer: true,
    };
  },
});

function itemsText(call: CallView, count: number, who: string | undefined): string {
  const whose = who ? ` for ${who}` : '';
  if (count === 0) {
    const english =
      call.language && call.language !== 'en'
        ? ` It is not in English, and I find promises in English only.`
        : '';
    return `I found no action items${whose} in **${call.title}**.${english}`;
  }
  const nobody = call.actionItems.filter(({ owner }) => !owner).length;
  const others = [
    ...new Set(call.actionItems.flatMap(({ owner, ownerId }) => (owner && !ownerId ? [owner] : []))),
  ];
  const notes = who
    ? []
    : [
        ...(others.length > 0
          ? [`${listed(others)} ${others.length === 1 ? 'is' : 'are'} not of the team`]
          : []),
        ...(nobody > 0 ? [`${nobody} ${nobody === 1 ? 'has' : 'have'} nobody yet`] : []),
      ];
  const noted = notes.length > 0 ? ` ${notes.join('; ')}.` : '';
  return `**${call.title}** has ${counted(count, { one: 'action item', many: 'action items' })}${whose}.${noted} Say for example “the second is Lena's, Friday” or “create the tasks”.`;
}

/** What was listed last are no records: no filter narrows it, and no place of an earlier list is meant. */
export const ITEMS_SHOWN = { entity: 'actionItem', ids: [] };

/** A call as the conversation keeps it in mind; "the second" is an item of it, and none of an earlier list. */
export function mindOf(call: CallView): Pick<ToolResult, 'focus' | 'lastList'> {
  return {
    ...(call.id && { focus: [{ entity: CallRecording.name, id: call.id, title: call.title }] }),
    lastList: ITEMS_SHOWN,
  };
}
