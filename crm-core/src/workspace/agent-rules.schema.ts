import { z } from 'zod';

/**
 * How far an agent goes by itself. `suggest`: whatever it would write is proposed first; `act`: what can be undone easily
 * is done, and deletions and changes of several records are proposed; `free`: those are done too, as far as they are few
 * and the person may approve them alone.
 */
export const AUTONOMIES = ['suggest', 'act', 'free'] as const;
export type Autonomy = (typeof AUTONOMIES)[number];

/** What a workspace says of one of the agents. */
const agentRuleSchema = z.strictObject({
  /** Its name in the catalogue. */
  agent: z.string().min(1).max(60),
  isOn: z.boolean().default(true),
  autonomy: z.enum(AUTONOMIES).default('act'),
});
export type AgentRule = z.output<typeof agentRuleSchema>;

/** One rule for each agent that is not as it comes. */
export const agentRulesSchema = z
  .array(agentRuleSchema)
  .max(100)
  .refine((rules) => new Set(rules.map(({ agent }) => agent)).size === rules.length, 'names an agent twice');
