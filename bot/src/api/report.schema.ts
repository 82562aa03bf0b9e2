import { EXPORT_FORMATS } from '@clianta/agents/reports/export-report';
import { reportSpecSchema } from '@clianta/crm-core/intelligence/report/report.schema';
import { reportPeriodSchema } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';

export const reportRunSchema = z.strictObject({ spec: reportSpecSchema });

export const reportExportSchema = reportRunSchema.extend({ format: z.enum(EXPORT_FORMATS) });

export const forecastViewSchema = z.strictObject({
  period: reportPeriodSchema,
  /** `owner`, `stage`, `month`. */
  groupBy: z.string().min(1).max(80).optional(),
});
