import type { OwnedTool } from '@clianta/agents/catalogue';
import type { Reply } from '@clianta/agents/reply.schema';
import type { AgentService } from '@clianta/agents/run-turn';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom, newId } from '@clianta/crm-core/entity/ids';
import type { Scope, TokenLimits } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { cardInWords } from '../channel-kit/card-words.ts';
import { answerPage } from './answer-pages.ts';
import { answeredBefore, clientConversation, keepCall } from './client-conversation.ts';
import { ANSWER_PAGE } from './offered-tools.ts';

export interface ToolCalls {
  crm: CrmCore;
  service: AgentService;
}

export interface ClientCall {
  scope: Scope;
  token: TokenLimits;
  args: Record<string, unknown>;
  /** The same again is the same call, done once. */
  key?: string | undefined;
}

const pageSchema = z.int().min(1).max(1_000).default(1);

/**
 * Runs a call of a program as a tool call of a turn: the same rights, rules of approval, limits of agents and audit. What has
 * to be decided by people comes back with the id of the approval.
 *
 * @throws CliantaError before anything is done
 */
export async function callTool(
  { crm, service }: ToolCalls,
  { tool, agent }: OwnedTool,
  { scope, token, args, key }: ClientCall,
): Promise<CallToolResult> {
  const isRead = tool.effect === 'read';
  const { [ANSWER_PAGE]: wanted, ...own } = args;
  const page = isRead ? validate(pageSchema, wanted, ANSWER_PAGE) : 1;
  const turnId = key === undefined || isRead ? newId() : idFrom(`mcp:${token.id}:${tool.name}:${key}`);
  const before = key === undefined || isRead ? undefined : await answeredBefore(crm, scope, turnId);
  if (before) return answered(before, { page: 1, isRead });
  const conversation = await clientConversation(crm, scope, token);
  const said = `${tool.name.replace(/_/g, ' ')} ${JSON.stringify(own)}`.slice(0, MOST_SAID);
  const result = await service.resultOf({
    turnId,
    conversationId: conversation.id,
    // every call stands by itself: nothing is "it" or "them" from one to the next
    conversation: { ...conversation, focus: [], lastList: undefined, question: undefined },
    scope,
    message: said,
    direct: {
      agent: agent.name,
      tool: tool.name,
      args: own,
      client: { name: `the MCP client “${token.name}”`, mayAsk: token.canAsk },
    },
    isRetry: key !== undefined && !isRead,
  });
  if (result.changes.length > 0 || result.approval) await keepCall(crm, scope, conversation, said, result);
  return answered(result.reply, { page, isRead, result });
}

/** Of a call as it is shown to people. */
const MOST_SAID = 2_000;

function answered(
  reply: Reply,
  { page, isRead, result }: { page: number; isRead: boolean; result?: TurnResult },
): CallToolResult {
  const approval = reply.cards.find((card) => card.type === 'approval');
  const waits =
    approval?.type === 'approval'
      ? `Nothing is done yet: a person decides on it in Clianta, not here. Its approval id is ${approval.approvalId}; get_approval tells what became of it.`
      : '';
  const words = [reply.text, ...reply.cards.map(cardInWords), waits].filter(Boolean).join('\n\n');
  const isError = result !== undefined && !result.approval && isRefused(result);
  return {
    content: [{ type: 'text', text: answerPage(words, page, isRead) }],
    ...(approval?.type === 'approval' && {
      structuredContent: { status: 'waiting', approvalId: approval.approvalId, title: approval.title },
    }),
    ...(isError && { isError: true }),
  };
}

/** No call has gone through. */
const isRefused = ({ toolCalls }: TurnResult) => toolCalls.every(({ error }) => error !== undefined);
