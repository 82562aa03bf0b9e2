import { DateTime } from 'luxon';
import { PLAIN_CALENDAR } from '../entity/calendar.ts';
import { idFrom } from '../entity/ids.ts';
import { amountsOfDeal } from '../intelligence/forecast/deal-amounts.ts';
import {
  bestCaseOf,
  commitOf,
  type ForecastAmounts,
  noAmounts,
} from '../intelligence/forecast/forecast-amounts.ts';
import { periodKey } from '../intelligence/forecast/period-key.ts';
import { spanOfPeriod } from '../intelligence/report/report-period.ts';
import type { Story } from './demo-companies.ts';
import type { DemoDeal } from './demo-deals.ts';
import type { DemoRecord } from './insert-records.ts';

const CURRENCY = 'USD';
const DAYS = 30;
/** In whole dollars. */
const TEAM_TARGET = 1_000_000;
const OWN_TARGET = 260_000;
const QUARTER = { unit: 'quarter', count: 1, back: 0 } as const;

/** Targets of the quarter, two reports that are kept, and what the forecast said on each of the last days. */
export function demoForecasts(
  { now, timeZone, reps, team, pipelines }: Story,
  deals: readonly DemoDeal[],
): { targets: DemoRecord[]; reports: DemoRecord[]; forecasts: DemoRecord[] } {
  const span = spanOfPeriod(QUARTER, { now, timeZone, calendar: PLAIN_CALENDAR });
  const period = String(periodKey(span, PLAIN_CALENDAR));
  const target = (ownerId: string | undefined, amount: number): DemoRecord => ({
    id: idFrom(`demo target ${ownerId ?? 'team'}`),
    createdAt: now,
    ownerId,
    who: ownerId ?? 'team',
    period,
    amountMinor: amount * 100,
    currency: CURRENCY,
  });
  const report = (name: string, spec: Record<string, unknown>): DemoRecord => ({
    id: idFrom(`demo report ${name}`),
    createdAt: now,
    name,
    spec: { filter: {}, ...spec },
    ownerId: team[0]?.id,
    isShared: true,
    recipientIds: [],
    outsideRecipients: [],
    isPaused: false,
  });
  const stages = new Map(pipelines.flatMap((one) => one.stages.map((stage) => [stage.id, stage] as const)));
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const forecasts = Array.from({ length: DAYS }, (_, at) => today.minus({ days: DAYS - at })).flatMap(
    (day) => {
      const sums = new Map<string, { deal: DemoDeal; amounts: ForecastAmounts }>();
      for (const deal of deals) {
        const then = knownOn(deal, day.toJSDate(), stages);
        if (!then) continue;
        const key = `${deal.ownerId} ${String(deal.pipelineId)}`;
        const sum = sums.get(key) ?? { deal, amounts: noAmounts() };
        sums.set(key, sum);
        const isWon = then.status === 'won' && (deal.closedAt as Date) >= span.from.toJSDate();
        const own = isWon
          ? { ...noAmounts(), won: then.amountMinor }
          : then.status === 'open'
            ? amountsOfDeal(then, { span, now: day.toJSDate() })
            : noAmounts();
        for (const [part, amount] of Object.entries(own))
          sum.amounts[part as keyof ForecastAmounts] += amount;
      }
      return [...sums].map(([key, { deal, amounts }]) => ({
        id: idFrom(`demo forecast ${day.toISODate()} ${key}`),
        createdAt: day.plus({ minutes: 30 }).toJSDate(),
        day: day.toFormat('yyyy-MM-dd'),
        ownerId: deal.ownerId,
        pipelineId: deal.pipelineId,
        currency: CURRENCY,
        period,
        won: amounts.won,
        commit: commitOf(amounts),
        best: bestCaseOf(amounts),
        weighted: amounts.weighted,
        slipped: amounts.slipped,
      }));
    },
  );
  return {
    targets: [target(undefined, TEAM_TARGET), ...reps.map(({ id }) => target(id, OWN_TARGET))],
    reports: [
      report('Sales by rep', { metric: 'won_value', period: QUARTER, groupBy: ['owner'], chart: 'bar' }),
      report('Win rate by month', {
        metric: 'win_rate',
        period: { unit: 'month', count: 6, back: 5 },
        groupBy: ['closed per month'],
      }),
    ],
    forecasts,
  };
}

/** A deal as it was on a day; undefined before it was there. */
function knownOn(
  deal: DemoDeal,
  day: Date,
  stages: ReadonlyMap<string, { probability: number }>,
):
  | { status: 'open' | 'won' | 'lost'; amountMinor: number; probability: number; expectedCloseAt: string }
  | undefined {
  if (deal.createdAt > day) return undefined;
  const isClosed = deal.closedAt instanceof Date && deal.closedAt <= day;
  const stage = stages.get(String(deal.status === 'open' ? deal.stageId : deal.lastStageId));
  return {
    status: isClosed ? deal.status : 'open',
    amountMinor: Number(deal.amountMinor),
    probability: stage?.probability ?? 0,
    expectedCloseAt: String(deal.expectedCloseAt),
  };
}
