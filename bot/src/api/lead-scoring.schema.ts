import { updateSchemaOf } from '@clianta/crm-core/entity/zod-fields';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { LeadRules } from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { GRADES } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { z } from 'zod';

/** The rules that scores are counted by; the usual ones where nobody has changed any. */
export const leadScoringSchema = z.object({ rules: LeadRules.schema });
export type LeadScoring = z.output<typeof leadScoringSchema>;

/** Values that are considered; null empties one. */
export const scoringChangeSchema = z.strictObject({
  rules: updateSchemaOf(LeadRules.schema).optional(),
  profile: updateSchemaOf(IdealCustomer.schema).optional(),
});

/** What a change would do to grades; nothing is written. */
export const scoringPreviewSchema = z.object({
  moves: z.array(
    z.object({ from: z.enum([...GRADES, 'none']), to: z.enum(GRADES), count: z.number().int() }),
  ),
  /** Contacts that would get another grade, and all that there are. */
  moved: z.number().int(),
  counted: z.number().int(),
});
export type ScoringPreview = z.output<typeof scoringPreviewSchema>;
