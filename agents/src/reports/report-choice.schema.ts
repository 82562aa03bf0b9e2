import { UNITS } from '@clianta/crm-core/intelligence/metrics/metric';
import { z } from 'zod';

/** A figure, and by what it can be grouped: for who picks instead of asking. */
const reportChoiceSchema = z.object({
  metric: z.string(),
  /** Whose records it is made of. */
  entity: z.string(),
  label: z.string(),
  says: z.string(),
  unit: z.enum(UNITS),
  /** As `groupBy` of a report takes it. */
  groups: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type ReportChoice = z.infer<typeof reportChoiceSchema>;

export const reportChoicesSchema = z.object({ choices: z.array(reportChoiceSchema) });
