import type { OpportunityRecord } from '../../crm/opportunity/opportunity.schema.ts';
import { categoryOf } from './category.ts';
import { addOpen, type ForecastAmounts, noAmounts } from './forecast-amounts.ts';
import { type ForecastRequest, windowsOf } from './read-forecast.ts';

/** As much of a deal as a forecast takes of it. */
export type ForecastDeal = Pick<
  OpportunityRecord,
  'status' | 'amountMinor' | 'probability' | 'forecastCategory' | 'expectedCloseAt'
>;

/** What one deal is in a forecast, by the rules that the whole of it is read by; won on the day that it is expected to close. */
export function amountsOfDeal(
  deal: ForecastDeal,
  request: Pick<ForecastRequest, 'span' | 'now'>,
): ForecastAmounts {
  const amounts = noAmounts();
  const { status, amountMinor, probability, expectedCloseAt: day } = deal;
  const { upcoming, slipped } = windowsOf(request);
  const isIn = (days: typeof upcoming) =>
    days !== undefined && day && (days.from === undefined || day >= days.from) && day < days.to;
  if (!amountMinor || status === 'lost') return amounts;
  if (status === 'won') return { ...amounts, won: isIn(upcoming) ? amountMinor : 0 };
  const category = categoryOf(deal.forecastCategory, probability);
  if (isIn(upcoming)) addOpen(amounts, category, amountMinor, weighted(amountMinor, probability ?? 0));
  else if (isIn(slipped) && category !== 'omitted') amounts.slipped = amountMinor;
  return amounts;
}

/** What multiplying by tenths makes is a hair off. */
const DIGITS = 1e6;

/** Halves up, as totals do it. */
const weighted = (amount: number, probability: number) =>
  Math.floor(Math.round(amount * probability * DIGITS) / DIGITS + 0.5);
