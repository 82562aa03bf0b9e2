import { isDeepStrictEqual } from 'node:util';
import {
  Conversation,
  type ConversationRecord,
  type FocusItem,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { StepOutcome } from '../graph/state.ts';
import type { LastList, OpenQuestion } from '../tool.ts';
import { markEnded } from './ended-question.ts';
import { questionAfter, type TurnCalls } from './open-question.ts';

/** Records a conversation keeps in mind. */
const FOCUS_SIZE = 12;

/** The newest first, each record once. */
export function mergeFocus(fresh: readonly FocusItem[], known: readonly FocusItem[]): FocusItem[] {
  const seen = new Set<string>();
  return [...fresh, ...known]
    .filter((item) => {
      if (seen.has(item.id)) return false;
      seen.add(item.id);
      return true;
    })
    .slice(0, FOCUS_SIZE);
}

/** Records that the person has chosen to speak of: "it" means the first of them from now on. */
export async function focusOn(
  crm: CrmCore,
  { id: _id, workspaceId, focus }: Pick<ConversationRecord, 'id' | 'workspaceId' | 'focus'>,
  items: readonly FocusItem[],
): Promise<void> {
  await crm.store
    .model(Conversation.name)
    .updateOne({ _id, workspaceId }, { $set: { focus: mergeFocus(items, focus) }, $inc: { version: 1 } });
}

/**
 * Keeps what the turn was about: for "it", "them" and the answer to a question back.
 *
 * @param did - what the turn meant for a question that waited
 */
export async function rememberTurn(
  crm: CrmCore,
  scope: Scope,
  conversation: ConversationRecord,
  outcomes: readonly StepOutcome[],
  did: TurnCalls,
): Promise<void> {
  const fresh = [...outcomes].reverse().flatMap((outcome) => outcome.focus);
  const shown = outcomes.findLast((outcome) => outcome.lastList)?.lastList;
  const changes = outcomes.flatMap((outcome) => outcome.changes);
  const lastList = shown ?? withTouched(conversation.lastList as LastList | undefined, changes);
  const open = conversation.question as unknown as OpenQuestion | undefined;
  const after = open && questionAfter(open, did, shown !== undefined);
  const ended = after && 'status' in after ? after : undefined;
  const kept = after && 'status' in after ? undefined : after;
  const question = outcomes.findLast((outcome) => outcome.question)?.question ?? kept;
  if (open && question?.id !== open.id)
    await markEnded(crm, conversation, open.id, ended ?? { status: 'left' });
  const gone = new Set(changes.filter((change) => change.change === 'deleted').map((change) => change.id));
  const focus = mergeFocus(fresh, conversation.focus).filter((item) => !gone.has(item.id));
  const next = { focus, lastList, question };
  const { lastList: list, question: asked } = conversation;
  // most questions change none of it, and a write costs a flush to disk
  if (isDeepStrictEqual(plain(next), plain({ focus: conversation.focus, lastList: list, question: asked })))
    return;
  // bookkeeping: one write, without reading the conversation again
  await crm.store.model(Conversation.name).updateOne(
    { _id: conversation.id, workspaceId: scope.workspaceId },
    {
      $set: {
        focus,
        ...(lastList && { lastList: { ...lastList } }),
        ...(question && { question: { ...question } }),
      },
      ...(!question && { $unset: { question: 1 } }),
      $inc: { version: 1 },
    },
  );
}

/** "The rest" of a list is what has not been changed since it was shown. */
function withTouched(
  list: LastList | undefined,
  changes: ReadonlyArray<{ id: string }>,
): LastList | undefined {
  const touched = new Set([...(list?.touched ?? []), ...changes.map(({ id }) => id)]);
  const inList = (list?.ids ?? []).filter((id) => touched.has(id));
  return list && inList.length > 0 ? { ...list, touched: inList } : list;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
