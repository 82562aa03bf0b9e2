import { z } from 'zod';

export const ticketReplySchema = z.strictObject({
  text: z.string().trim().min(1).max(20_000),
  /** `answer` is mailed to the customer, `told` is what they were told elsewhere, `internal` the team keeps to itself. */
  kind: z.enum(['answer', 'told', 'internal']).default('answer'),
});
