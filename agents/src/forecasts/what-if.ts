import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { amountsOfDeal } from '@clianta/crm-core/intelligence/forecast/deal-amounts';
import {
  type AmountsByCurrency,
  type ForecastAmounts,
  noAmounts,
} from '@clianta/crm-core/intelligence/forecast/forecast-amounts';
import { type TimeSpan, wholeUnits } from '@clianta/crm-core/intelligence/report/report-period';
import { DateTime } from 'luxon';
import type { ToolContext } from '../tool.ts';
import { toMinor } from '../tools/format.ts';

/** What becomes of deals in a scenario. */
export interface WhatIf {
  becomes: 'lost' | 'won' | 'slips' | 'changes';
  /** Where they slip to: the last day of it. */
  to?: TimeSpan | undefined;
  /** How far they slip where no day is said. */
  by?: '1w' | '1m' | '1q' | undefined;
  /** In whole units of the workspace's currency. */
  amount?: number | undefined;
  /** Taken off each amount. */
  discount?: number | undefined;
}

const UNITS = { '1w': { weeks: 1 }, '1m': { months: 1 }, '1q': { quarters: 1 } } as const;

/** A deal as it would be; nothing is written. */
export function imagined(context: ToolContext, deal: OpportunityRecord, whatIf: WhatIf): OpportunityRecord {
  const { becomes, to, by = '1q', amount, discount = 0 } = whatIf;
  const priced = {
    ...deal,
    ...(amount !== undefined && {
      amountMinor: toMinor(amount, context.currency),
      currency: context.currency,
    }),
    ...(discount > 0 &&
      deal.amountMinor && { amountMinor: Math.round(deal.amountMinor * (1 - discount / 100)) }),
  };
  if (becomes === 'changes') return priced;
  if (becomes === 'slips') return { ...priced, expectedCloseAt: slippedTo(context, deal, to, UNITS[by]) };
  return { ...priced, status: becomes, expectedCloseAt: closesOn(context, deal) };
}

const today = ({ now, timeZone }: ToolContext) => DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');

/** What has slipped cannot close before today. */
function closesOn(context: ToolContext, { expectedCloseAt }: OpportunityRecord): string {
  const day = today(context).toFormat('yyyy-MM-dd');
  return expectedCloseAt && expectedCloseAt > day ? expectedCloseAt : day;
}

function slippedTo(
  context: ToolContext,
  deal: OpportunityRecord,
  to: TimeSpan | undefined,
  by: (typeof UNITS)[keyof typeof UNITS],
): string {
  const day = to
    ? to.to.minus({ milliseconds: 1 })
    : DateTime.fromISO(closesOn(context, deal), { zone: context.timeZone }).plus(by);
  return day.toFormat('yyyy-MM-dd');
}

/** The periods that a change of these deals is felt in: the one asked for, and those that they go from and to. */
export function periodsFelt(
  { calendar, timeZone }: ToolContext,
  asked: TimeSpan,
  days: ReadonlyArray<string | null | undefined>,
): TimeSpan[] {
  const unit = wholeUnits(asked, calendar);
  const found = [asked];
  for (const day of days) {
    if (!day || !unit) continue;
    const at = DateTime.fromISO(day, { zone: timeZone });
    if (found.some(({ from, to }) => at >= from && at < to)) continue;
    const steps = Math.floor(at.diff(asked.from, unit.unit).as(unit.unit) / unit.count) * unit.count;
    const from = asked.from.plus({ [unit.unit]: steps });
    found.push({ from, to: from.plus({ [unit.unit]: unit.count }) });
  }
  return found.toSorted((a, b) => a.from.toMillis() - b.from.toMillis());
}

/** A forecast as it would be, were these deals others. */
export function forecastIf(
  { now, currency }: ToolContext,
  span: TimeSpan,
  amounts: AmountsByCurrency,
  changes: ReadonlyArray<{ deal: OpportunityRecord; later: OpportunityRecord }>,
): AmountsByCurrency {
  const found = new Map([...amounts].map(([code, own]) => [code, { ...own }]));
  const add = (deal: OpportunityRecord, sign: 1 | -1) => {
    const code = deal.currency ?? currency;
    const own = found.get(code) ?? noAmounts();
    found.set(code, own);
    for (const [part, amount] of Object.entries(amountsOfDeal(deal, { span, now })))
      own[part as keyof ForecastAmounts] += sign * amount;
  };
  for (const { deal, later } of changes) {
    add(deal, -1);
    add(later, 1);
  }
  return found;
}
