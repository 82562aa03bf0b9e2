import { reportPeriodSchema } from '@clianta/crm-core/intelligence/report/report-period';
import { CONVERSIONS } from '@clianta/crm-core/tracking/attribution/attribution.schema';
import { MODELS } from '@clianta/crm-core/tracking/attribution/credits';
import { z } from 'zod';

export const websiteViewSchema = z.strictObject({
  period: reportPeriodSchema,
  model: z.enum(MODELS).default('linear'),
  of: z.enum(CONVERSIONS).default('deal'),
});
