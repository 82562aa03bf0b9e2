import { type Decision, decisionSchema } from '@clianta/agents/turn-event.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { z } from 'zod';

/** What a stored message asks for. */
export type TurnRequest =
  | { kind: 'text'; text: string }
  | { kind: 'direct'; agent: string; tool: string; args: Record<string, unknown> }
  | { kind: 'decision'; decision: Decision };

const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decision'), decision: decisionSchema }),
  z.object({ kind: z.literal('undo'), groupId: z.string() }),
]);

/** Commands that work without any model. */
const SLASH: Record<
  string,
  { agent: string; tool: string; args?: (rest: string) => Record<string, unknown> }
> = {
  help: { agent: 'generalAgent', tool: 'help', args: (rest) => (rest ? { topic: rest } : {}) },
  undo: { agent: 'generalAgent', tool: 'undo_last' },
  why: { agent: 'generalAgent', tool: 'explain_last_turn' },
  team: { agent: 'generalAgent', tool: 'workspace_facts', args: () => ({ about: 'team' }) },
  pipeline: {
    agent: 'pipelineAgent',
    tool: 'list_pipelines',
    args: (rest) => (rest ? { pipeline: rest } : {}),
  },
  tasks: {
    agent: 'taskAgent',
    tool: 'search_tasks',
    args: () => ({
      where: [
        { field: 'assignee', op: 'eq', value: 'me' },
        { field: 'status', op: 'ne', value: 'completed' },
      ],
    }),
  },
};

const YES =
  /^\s*(yes|y|yes please|approve|approved|confirm|go ahead|do it|ok|okay|sure)(?:\s+([\d,.]+))?[.!]*\s*$/i;
const NO = /^\s*(no|n|no thanks|reject|rejected|cancel|stop|don't|do not)[.!]*\s*$/i;

/**
 * Reads a stored message: a button, a slash command, a plain yes or no to the proposal that was the last thing
 * said, or words to understand.
 *
 * @param pendingApprovalId - of the assistant's last message, if it still waits
 */
export function turnRequest(
  message: Pick<ChatMessageRecord, 'text' | 'action'>,
  pendingApprovalId?: string,
): TurnRequest {
  if (message.action) {
    const action = actionSchema.parse(message.action);
    if (action.kind === 'decision') return { kind: 'decision', decision: action.decision };
    return { kind: 'direct', agent: 'generalAgent', tool: 'undo_last', args: { groupId: action.groupId } };
  }
  const slash = /^\/([a-z]+)\b\s*(.*)$/is.exec(message.text.trim());
  const command = slash?.[1] ? SLASH[slash[1].toLowerCase()] : undefined;
  if (command)
    return {
      kind: 'direct',
      agent: command.agent,
      tool: command.tool,
      args: command.args?.(slash?.[2] ?? '') ?? {},
    };
  if (pendingApprovalId) {
    const yes = YES.exec(message.text);
    if (yes) {
      const typed = yes[2] ? Number(yes[2].replace(/[,.]/g, '')) : undefined;
      const typedCount = typed === undefined ? {} : { typedCount: typed };
      return {
        kind: 'decision',
        decision: { approvalId: pendingApprovalId, decision: 'approve', ...typedCount },
      };
    }
    if (NO.test(message.text))
      return { kind: 'decision', decision: { approvalId: pendingApprovalId, decision: 'reject' } };
  }
  return { kind: 'text', text: message.text };
}
