import { AUTONOMIES } from '@clianta/crm-core/workspace/agent-rules.schema';
import { z } from 'zod';

/** An agent as the console shows it. */
export const shownAgentSchema = z.object({
  name: z.string(),
  description: z.string(),
  /** Things to say to it; none while it is off. */
  examples: z.array(z.string()),
  isOn: z.boolean(),
  autonomy: z.enum(AUTONOMIES),
  /** It cannot be switched off. */
  isEssential: z.boolean(),
  tools: z.array(
    z.object({ name: z.string(), description: z.string(), effect: z.enum(['read', 'write', 'ask']) }),
  ),
});

/** What was spent on the language model this month; for others than admins, by them. */
export const modelUseSchema = z.object({
  provider: z.string(),
  model: z.string(),
  isBuiltIn: z.boolean(),
  month: z.string(),
  /** Absent for whoever is no admin. */
  tokens: z.number().optional(),
  people: z.array(z.object({ userId: z.string(), tokens: z.number() })),
  /** Empty for whoever is no admin. */
  agents: z.array(z.object({ agent: z.string(), tokens: z.number() })),
});
