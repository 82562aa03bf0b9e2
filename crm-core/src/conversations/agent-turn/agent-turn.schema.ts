import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** The trace of one turn: what was asked, who did what, with which arguments, how long it took. */
export const AgentTurn = defineEntity({
  name: 'agentTurn',
  plural: 'agent-turns',
  domain: 'conversations',
  label: { one: 'turn', many: 'turns' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'userId',
  schema: z.object({
    conversationId: z.string(),
    userId: z.string(),
    message: z.string().max(100_000),
    status: z.enum(['running', 'waiting', 'done', 'failed']),
    /** Why these agents: "single agent: move_deal" or "plan meeting_prep". */
    route: z.string().max(300).default(''),
    agents: z.array(z.string()).default([]),
    toolCalls: z.array(z.record(z.string(), z.unknown())).default([]),
    reply: z.string().max(100_000).default(''),
    modelCalls: z.number().int().default(0),
    tokens: z.number().int().default(0),
    model: z.string().default(''),
    ms: z.number().default(0),
    error: z.string().max(2000).optional(),
    /** Whose words its answer repeats, when they came from outside. */
    taintedBy: z.string().max(200).optional(),
    /** What the person thought of the answer. */
    feedback: z
      .object({ verdict: z.enum(['good', 'bad']), comment: z.string().max(2_000).optional(), at: z.date() })
      .optional(),
  }),
  titleOf: (turn) => turn.message.slice(0, 60),
  indexes: [['conversationId', '-createdAt'], ['status']],
});

export type AgentTurnRecord = RecordOf<typeof AgentTurn>;
