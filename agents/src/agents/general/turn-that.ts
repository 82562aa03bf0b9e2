import type { AgentTurnRecord } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { ToolContext } from '../../tool.ts';

/** The keys of the audit log that a change of a field stands under. */
const STORED = { owner: ['ownerId', 'assigneeId'], stage: ['stageId'], tags: ['tags'] };

/** The newest of the turns that changed such a record that way. */
export async function turnThat(
  context: ToolContext,
  turns: readonly AgentTurnRecord[],
  {
    change,
    entity,
    field,
  }: { change: string; entity?: string | undefined; field?: keyof typeof STORED | undefined },
): Promise<AgentTurnRecord | undefined> {
  const changed = new Set<unknown>(
    await context.crm.store.model('userAction').distinct('turnId', {
      workspaceId: context.scope.workspaceId,
      turnId: { $in: turns.map((turn) => turn.id) },
      ...(change !== 'any' && { change }),
      ...(entity && { entity }),
      ...(field && { $or: STORED[field].map((key) => ({ [`after.${key}`]: { $exists: true } })) }),
    }),
  );
  return turns.find((turn) => changed.has(turn.id));
}
