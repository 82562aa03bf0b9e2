import { type ActionItem, CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { type HeardCall, heardCall } from '@clianta/crm-core/crm/call-recording/heard-call';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted, formatDate, listed } from '../../tools/format.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { tableCard } from '../../tools/table-card.ts';
import { type CallView, sourceOf } from './call-words.ts';
import { itemAt, itemShape } from './items-meant.ts';
import { outsideOf } from './take-in-call.ts';
import { callShape, keptCall, theCall } from './the-call.ts';

const TASKS = Task as unknown as Entity;
const SHOWN = 10;

export const saveActionItems = defineTool({
  name: 'save_action_items',
  does: 'Making tasks of what was promised',
  entity: CallRecording.name,
  description:
    'Makes tasks of the action items of a call: those of the team, or of one teammate, or one item by its number. Always proposed first. What somebody outside promised becomes no task unless it is named by its number.',
  input: z.strictObject({
    ...callShape,
    owner: slot({ kind: 'teammate' }, z.string()).describe('Only those of this teammate').optional(),
    item: itemShape.describe('Only this one').optional(),
  }),
  effect: 'ask',
  async propose({ owner, item, ...said }, context): Promise<Proposal | undefined> {
    const call = await theCall(context, said);
    const { chosen, left } = await choose(context, call, { owner, item });
    return {
      title: `Create ${counted(chosen.length, Task.label)} from ${call.title}`.slice(0, 200),
      preview: {
        count: chosen.length,
        sample: chosen.slice(0, SHOWN).map((one) => ({
          title: one.text,
          detail: [
            one.ownerId ? one.owner : context.scope.actor.name,
            one.dueAt && formatDate(one.dueAt, context),
            `said by ${sourceOf(call, one.segment)}`,
          ]
            .filter(Boolean)
            .join(', '),
        })),
        changes:
          left.length > 0
            ? [{ label: 'No task', to: left.map(({ text, owner: who }) => `${text} (${who})`).join('; ') }]
            : [],
        outside: outsideOf(call.title),
      },
      recordIds: call.id ? [call.id] : [],
    };
  },
  async run({ owner, item, ...said }, context): Promise<ToolResult> {
    const [approvedId] = context.approvedIds ?? [];
    const call = approvedId
      ? await heardCall(context.crm, context.scope, approvedId)
      : await keptCall(context, said);
    const { chosen, left } = await choose(context, call, { owner, item });
    const tasks = await makeTasks(context, call, chosen);
    const others =
      left.length > 0
        ? ` ${listed([...new Set(left.map(({ owner: who }) => String(who)))])} ${left.length === 1 ? 'has' : 'have'} promised the rest; that is no task.`
        : '';
    return {
      text: `Created ${counted(tasks.length, Task.label)} from **${call.title}**.${others}`,
      cards: [
        {
          ...(await tableCard(context, TASKS, tasks, { title: 'Tasks', count: tasks.length })),
          ...undoable(context),
        },
      ],
      changes: [
        ...tasks.map(({ id }) => ({ entity: Task.name, id, change: 'created' as const })),
        { entity: CallRecording.name, id: call.id, change: 'updated' as const },
      ],
      focus: [focusOf(CallRecording, call)],
      lastList: { entity: Task.name, ids: tasks.map(({ id }) => id) },
      isAnswer: true,
    };
  },
});

/** Which items become tasks, and which of others do not. @throws InvalidError when none does */
async function choose(
  context: ToolContext,
  { actionItems, title }: Pick<CallView, 'actionItems' | 'title'>,
  { owner, item }: { owner?: string | undefined; item?: string | undefined },
): Promise<{ chosen: ActionItem[]; left: ActionItem[] }> {
  if (item) {
    const one = actionItems[itemAt(item, actionItems.length)] as ActionItem;
    if (one.taskId) throw new InvalidError(`“${one.text}” is a task already.`);
    return { chosen: [one], left: [] };
  }
  const who = owner ? await resolveUser(context, owner, 'owner') : undefined;
  const open = actionItems.filter(({ taskId }) => !taskId);
  const isOther = (one: ActionItem) => one.owner !== undefined && one.ownerId === undefined;
  const chosen = open.filter((one) => (who ? one.ownerId === who.id : !isOther(one)));
  const left = who ? [] : open.filter(isOther);
  if (chosen.length > 0) return { chosen, left };
  const why =
    actionItems.length === 0
      ? `There are no action items in “${title}”.`
      : open.length === 0
        ? 'All of them are tasks already.'
        : who
          ? `None of them is ${who.name}'s.`
          : `None of them is the team's: ${listed([...new Set(left.map((one) => String(one.owner)))])} promised them. Say “the second is mine” first.`;
  throw new InvalidError(why);
}

async function makeTasks(context: ToolContext, call: HeardCall, chosen: readonly ActionItem[]) {
  const { crm, scope } = context;
  const made = new Map<ActionItem, Awaited<ReturnType<typeof one>>>();
  const one = (item: ActionItem) =>
    crm.records(Task).create(
      scope,
      {
        title: item.text,
        assigneeId: item.ownerId ?? scope.actor.id,
        notes:
          `From “${call.title}” (${sourceOf(call, item.segment)}): “${call.segments[item.segment]?.text ?? ''}”`.slice(
            0,
            5_000,
          ),
        ...(item.dueAt && { dueAt: item.dueAt }),
        ...(call.contactId && { contactId: call.contactId }),
        ...(call.companyId && { companyId: call.companyId }),
        ...(call.opportunityId && { opportunityId: call.opportunityId }),
      },
      { outside: outsideOf(call.title) },
    );
  for (const item of chosen) made.set(item, await one(item));
  const actionItems = call.actionItems.map((item) => {
    const taskId = made.get(chosen.find((other) => other === item) ?? item)?.id;
    return taskId ? { ...item, taskId } : item;
  });
  await crm.records(CallRecording).update(scope, call.id, { actionItems });
  return [...made.values()];
}
