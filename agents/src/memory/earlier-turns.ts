import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages';

/** Turns handed on, and how much of what was said in each; a model is paid for by the length of what it reads. */
const TURNS = 2;
const LONGEST = 400;

export interface Earlier {
  messages: BaseMessage[];
  /** Whose words from outside are among them. */
  taintedBy?: string;
}

/** What the user and Clianta said just before, oldest first: for “and for Carlos?”. Empty in a new conversation. */
export async function earlierTurns(
  crm: CrmCore,
  scope: Scope,
  conversationId: string,
  turnId: string,
): Promise<Earlier> {
  const page = await crm.records(AgentTurn).find(scope, {
    where: [
      { field: 'conversationId', op: 'eq', value: conversationId },
      { field: 'id', op: 'ne', value: turnId },
    ],
    sort: '-createdAt',
    limit: TURNS,
  });
  const told = page.records.toReversed().filter((turn) => turn.message && turn.reply);
  const taintedBy = told.map((turn) => turn.taintedBy).find(Boolean);
  return {
    messages: told.flatMap((turn) => [
      new HumanMessage(shortened(turn.message)),
      new AIMessage(shortened(turn.reply)),
    ]),
    ...(taintedBy && { taintedBy }),
  };
}

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);
