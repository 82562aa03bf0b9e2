import { openCheckpointer } from '@clianta/agents/checkpointer';
import { TIME_LIMITS } from '@clianta/agents/graph/guards';
import { embeddedModels } from '@clianta/agents/models/embedded';
import type { Models } from '@clianta/agents/models/models';
import type { RemoteCalls } from '@clianta/agents/remote/remote-tool';
import { AgentService } from '@clianta/agents/run-turn';
import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { inject } from 'vitest';
import type { TestDatabase } from './test-crm.ts';

export interface Talker {
  conversationId: string;
  service: AgentService;
  /** Says something and waits for the answer. */
  say(
    text: string,
    options?: { isTainted?: boolean; turnId?: string; isRetry?: boolean },
  ): Promise<TurnResult>;
  /** Calls a tool by its name, as a button does, without any words. */
  call(tool: string, args: Record<string, unknown>): Promise<TurnResult>;
  decide(
    approvalId: string,
    decision: 'approve' | 'reject',
    options?: { typedCount?: number; key?: string },
  ): Promise<TurnResult>;
  /** Events of the last turn. */
  events: TurnEvent[];
  close(): Promise<void>;
}

/** A person in a conversation, on the real graph with checkpoints in the test database. */
export async function aTalker(
  { crm }: Pick<TestDatabase, 'crm'>,
  scope: Scope,
  models: Models = embeddedModels(),
  limits = TIME_LIMITS,
  remoteCalls?: RemoteCalls,
): Promise<Talker> {
  const checkpoints = await openCheckpointer(inject('mongoUri'));
  const service = new AgentService({
    crm,
    models,
    checkpointer: checkpoints.saver,
    limits,
    ...(remoteCalls && { remoteCalls }),
  });
  const { id: conversationId } = await crm
    .records(Conversation)
    .create({ ...scope, role: 'system' }, { userId: scope.actor.id, channel: 'web', externalId: newId() });
  const talker: Talker = {
    conversationId,
    service,
    events: [],
    say: (message, options = {}) =>
      collect(service.runTurn({ turnId: newId(), conversationId, scope, message, ...options })),
    call: (tool, args) => {
      const agent = String(service.catalogue.tool(tool)?.agent.name);
      const direct = { agent, tool, args };
      return collect(
        service.runTurn({ turnId: newId(), conversationId, scope, message: `/${tool}`, direct }),
      );
    },
    decide: async (approvalId, decision, { key = newId(), ...typed } = {}) =>
      collect(
        await service.resumeTurn({
          conversationId,
          scope,
          decision: { approvalId, decision, ...typed },
          key,
        }),
      ),
    close: checkpoints.stop,
  };
  const collect = async (events: AsyncIterable<TurnEvent>): Promise<TurnResult> => {
    talker.events = [];
    for await (const event of events) {
      talker.events.push(event);
      if (event.type === 'done') return event.result;
    }
    throw new Error('no result');
  };
  return talker;
}
