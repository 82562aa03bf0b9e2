import { z } from 'zod';
import { approvalCardSchema, cardSchema, replySchema } from './reply.schema.ts';

export const toolUseSchema = z.object({
  agent: z.string(),
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  /** Why the call was refused. */
  error: z.string().optional(),
});
export type ToolUse = z.infer<typeof toolUseSchema>;

const recordChangeSchema = z.object({
  entity: z.string(),
  id: z.string(),
  change: z.enum(['created', 'updated', 'deleted', 'restored']),
});
export type RecordChange = z.infer<typeof recordChangeSchema>;

/** What a turn comes to; also the body of the HTTP answer and of `npm run chat -- --json`. */
export const turnResultSchema = z.object({
  turnId: z.string(),
  conversationId: z.string(),
  reply: replySchema,
  agents: z.array(z.string()),
  toolCalls: z.array(toolUseSchema),
  changes: z.array(recordChangeSchema),
  /** Present when the turn waits for a decision. */
  approval: approvalCardSchema.optional(),
  modelCalls: z.number().int(),
  ms: z.number(),
});
export type TurnResult = z.infer<typeof turnResultSchema>;

/** What a turn tells while it runs, in order. `done` is always the last. */
export const turnEventSchema = z.discriminatedUnion('type', [
  /** What is going on, for a status line: "Looking at Northwind's deals". A step of a plan has an id of its own. */
  z.object({
    type: z.literal('status'),
    text: z.string(),
    agent: z.string().optional(),
    step: z.object({ id: z.string(), state: z.enum(['running', 'done', 'failed']) }).optional(),
  }),
  /** More of the reply's text. */
  z.object({ type: z.literal('text'), delta: z.string() }),
  z.object({ type: z.literal('card'), card: cardSchema }),
  z.object({ type: z.literal('approval'), card: approvalCardSchema }),
  z.object({ type: z.literal('done'), result: turnResultSchema }),
]);
export type TurnEvent = z.infer<typeof turnEventSchema>;

/** A person's answer to a proposal, by the proposal's id. */
export const decisionSchema = z.object({
  approvalId: z.string().min(1).max(60),
  decision: z.enum(['approve', 'reject']),
  /** Required above 100 records. */
  typedCount: z.number().int().optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** A press on an option of a question, by the question's id. */
export const choiceSchema = z.object({
  choiceId: z.string().min(1).max(80),
  /** Its place, from 0. */
  option: z.number().int().min(0).max(20),
});
export type Choice = z.infer<typeof choiceSchema>;

/** A form sent back, or a button that calls a tool. */
export const directCallSchema = z.object({
  tool: z.string().min(1).max(80),
  /** By argument, as typed; what was left empty is absent or ''. A list or an object is its JSON. */
  values: z.record(z.string().max(80), z.string().max(60_000)),
});
export type DirectCall = z.infer<typeof directCallSchema>;

/** What a person thinks of an answer. */
export const feedbackSchema = z.object({
  turnId: z.string().min(1).max(60),
  /** `none` takes back what was said before. */
  verdict: z.enum(['good', 'bad', 'none']),
  comment: z.string().max(2_000).optional(),
});
export type Feedback = z.infer<typeof feedbackSchema>;
