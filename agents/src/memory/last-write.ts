import {
  AgentTurn,
  type AgentTurnRecord,
} from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { LastWrite } from '../language/language-context.ts';
import { toolUseSchema } from '../turn-event.schema.ts';

/** As far back as is looked. */
const MOST_TURNS = 50;
const MOST_RECORDS = 20;

/** The newest turns of a conversation, and the newest whose writes still stand; an undo is none of them. */
export async function lastWriteTurn(
  crm: CrmCore,
  scope: Scope,
  conversationId: string,
  turnId: string,
): Promise<{ turns: AgentTurnRecord[]; last?: AgentTurnRecord }> {
  const { records: turns } = await crm.records(AgentTurn).find(scope, {
    where: [
      { field: 'conversationId', op: 'eq', value: conversationId },
      { field: 'id', op: 'ne', value: turnId },
    ],
    sort: '-updatedAt',
    limit: MOST_TURNS,
  });
  const others = turns.filter((turn) => !isUndo(turn));
  const standing = new Set<unknown>(
    await crm.store.model('userAction').distinct('groupId', {
      workspaceId: scope.workspaceId,
      groupId: { $in: others.map((turn) => turn.id) },
      undoneAt: { $exists: false },
    }),
  );
  const last = others.find((turn) => standing.has(turn.id));
  return { turns, ...(last && { last }) };
}

/** An undo that does nothing else: one that is followed by a change is itself taken back as that change. */
const isUndo = ({ toolCalls }: AgentTurnRecord) =>
  toolCalls.every((call) => call.tool === 'undo_last') && toolCalls.length > 0;

/**
 * The last write of a conversation, for as long as it is what people would correct: nothing was done since, or what was
 * spoken of last is a record that it touched.
 */
export async function lastWriteOf(
  crm: CrmCore,
  scope: Scope,
  { id, focus }: Pick<ConversationRecord, 'id' | 'focus'>,
): Promise<LastWrite | undefined> {
  const { turns, last } = await lastWriteTurn(crm, scope, id, scope.turnId ?? '');
  if (!last) return undefined;
  const { records: actions } = await crm.records(UserAction).find(scope, {
    where: [{ field: 'turnId', op: 'eq', value: last.id }],
    sort: 'at',
    limit: MOST_RECORDS,
  });
  const newest = turns.find(({ toolCalls }) => toolCalls.length > 0);
  const isNear = newest?.id === last.id || actions.some(({ recordId }) => recordId === focus[0]?.id);
  if (!isNear) return undefined;
  return {
    turnId: last.id,
    message: last.message,
    calls: last.toolCalls
      .flatMap((call) => toolUseSchema.safeParse(call).data ?? [])
      .filter(({ error }) => error === undefined)
      .map(({ tool, args }) => ({ tool, args })),
    records: actions.map(({ entity, recordId, change }) => ({ entity, id: recordId, change })),
  };
}
