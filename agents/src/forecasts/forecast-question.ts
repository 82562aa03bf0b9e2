import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { PERIODS } from '@clianta/crm-core/entity/totals-period';
import { spanOfPeriod, type TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';
import type { Chosen } from '../reports/report-question.ts';
import { timeIn } from '../reports/time-in.ts';
import { slot } from '../slot.ts';
import type { ToolContext } from '../tool.ts';
import { filterShape } from '../tools/fields.ts';
import { type GroupField, groupField } from '../tools/group-field.ts';
import { givenPeriod } from '../tools/period.ts';
import { storedFilter } from '../tools/translate.ts';

const OPEN = [{ field: 'status', op: 'eq' as const, value: 'open' }];

/** Deals as a forecast or a scenario is of them: open ones; a time is that of their expected close. */
export const openDeals = slot(
  { kind: 'selection', entity: Opportunity.name, known: OPEN },
  z.object({
    ...filterShape(),
    groupBy: z.string().optional().describe('"owner", "stage", "company.industry", "month"'),
  }),
);

/** A period that lies ahead, or behind. */
export const aheadShape = slot({ kind: 'span' }, givenPeriod)
  .optional()
  .describe('ISO 8601 dates, from included, to excluded. Default this quarter');

export interface ForecastQuestion {
  span: TimeSpan;
  /** In stored values, without the period. */
  filter: Filter;
  by?: GroupField;
}

/** @throws InvalidError for a field or a period that there is not, AskBack for a name that means several */
export async function forecastQuestion(context: ToolContext, of: Chosen = {}): Promise<ForecastQuestion> {
  const { groupBy, where: given = [], ...rest } = of;
  const { span, where } = timeIn(
    context,
    ['expectedClose', 'expectedCloseAt', 'closed'],
    given,
    undefined,
    true,
  );
  const filter = await storedFilter(context, Opportunity, {
    ...rest,
    where: where.filter(({ field, value }) => field !== 'status' || value !== 'open'),
  });
  const per = PERIODS.find((one) => groupBy === one || groupBy?.endsWith(` per ${one}`));
  const name = per ? `expectedClose per ${per}` : groupBy;
  return {
    span: span ?? spanOfPeriod({ unit: 'quarter', count: 1, back: 0 }, context),
    filter,
    ...(name && { by: await groupField(context, Opportunity, name) }),
  };
}
