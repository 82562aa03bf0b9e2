import { dayOf } from '@clianta/crm-core/entity/days';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { TotalsGroup } from '@clianta/crm-core/entity/totals-groups';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  type AmountsByCurrency,
  bestCaseOf,
  commitOf,
  type ForecastAmounts,
  inOwn,
} from '@clianta/crm-core/intelligence/forecast/forecast-amounts';
import { Forecast } from '@clianta/crm-core/intelligence/forecast/forecast-snapshot.schema';
import { periodKey } from '@clianta/crm-core/intelligence/forecast/period-key';
import { conditionsOf, readForecast } from '@clianta/crm-core/intelligence/forecast/read-forecast';
import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';
import { forecastCards, forecastWorth } from '../../forecasts/forecast-card.ts';
import { ofMeantSpan } from '../../forecasts/meant-span.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { changeInWords } from '../../tools/figure-words.ts';
import { formatDay } from '../../tools/format.ts';
import { periodInWords, periodOf, periodShape } from '../../tools/period.ts';
import { belongsTo, whoseOf, whoseShape } from '../../tools/whose.ts';

/** Days that a table shows. */
const SHOWN = 10;

export const forecastTrend = defineTool({
  name: 'forecast_trend',
  does: 'Looking at earlier forecasts',
  operation: 'read',
  entity: Forecast.name,
  description:
    'What the forecast of a period said on earlier days, how it has changed since, and what has come of it: forecast against actual.',
  input: z.strictObject({
    period: periodShape.optional().describe('The period that the forecast is of. Default this quarter'),
    since: slot({ kind: 'since' }, z.string()).optional().describe('From which day on, ISO 8601 or "now-4w"'),
    who: whoseShape.optional().describe('Default the team'),
  }),
  effect: 'read',
  async run({ period, since, who }, context): Promise<ToolResult> {
    const { crm, scope, timeZone, calendar } = context;
    const asked = periodOf(context, period);
    if (!periodKey(asked, calendar))
      throw new InvalidError(
        'Forecasts are kept of months, quarters and years: “forecast trend this quarter”.',
      );
    const whose = who ? await whoseOf(context, who, 'who') : undefined;
    const own = whose ? belongsTo(whose, 'ownerId') : [];
    const from = since === undefined ? undefined : parseInstant(since, context);
    const { span, found: days } = await ofMeantSpan(context, asked, (within) =>
      keptDays(context, [
        { field: 'period', op: 'eq', value: periodKey(within, calendar) },
        ...own,
        ...(from ? [{ field: 'day', op: 'gte' as const, value: dayOf(from, timeZone) }] : []),
      ]),
    );
    const label = periodInWords(context, span);
    const of = whose?.userId ? ` of ${whose.isMe ? 'yours' : whose.name}` : '';
    const [first] = days;
    if (!first)
      return {
        text: `No forecast${of} for ${label} has been kept${from ? ` since ${formatDay(from, context)}` : ''} yet: that is done every night.`,
        suggestions: [`Forecast ${label}`],
        isAnswer: true,
      };
    const money = await crm.moneyOf(scope.workspaceId);
    const today = await nowOf(context, span, own);
    const shown = thinned(days);
    return {
      text: inWords(context, { first, today, label, of, span, money }),
      cards: forecastCards(
        context,
        { title: `Forecast of ${label}, as it was said`, label: 'Day', isTime: true, money },
        [
          ...shown.map(({ day, amounts }) => ({ name: formatDay(day, context), amounts })),
          { name: 'Now', amounts: today },
        ],
      ),
      suggestions: [`Forecast ${label}`, 'Are we on target?'],
      isAnswer: true,
      facts: { days: shown.map(({ day }) => day) },
    };
  },
});

interface KeptDay {
  day: string;
  amounts: AmountsByCurrency;
}

/** Every day that was kept, the earliest first. */
async function keptDays({ crm, scope }: ToolContext, where: Condition[]): Promise<KeptDay[]> {
  const { groups } = await crm.records(Forecast).totals(scope, {
    where,
    groupBy: [{ field: 'day', per: 'day' }],
    of: ['won', 'commit', 'best', 'weighted', 'slipped'],
  });
  return groups.map(({ key, totals }) => ({ day: String(key.day), amounts: amountsIn(totals) }));
}

function amountsIn(totals: TotalsGroup['totals']): AmountsByCurrency {
  const codes = new Set(totals.flatMap(({ currency }) => currency ?? []));
  return new Map(
    [...codes].map((code): [string, ForecastAmounts] => {
      const sum = (field: string) =>
        totals.find((one) => one.field === field && one.currency === code)?.sum ?? 0;
      const [won, commit] = [sum('won'), sum('commit')];
      return [
        code,
        {
          won,
          committed: commit - won,
          best: sum('best') - commit,
          weighted: sum('weighted'),
          slipped: sum('slipped'),
          open: 0,
        },
      ];
    }),
  );
}

async function nowOf(
  { crm, scope, now }: ToolContext,
  span: TimeSpan,
  where: Condition[],
): Promise<AmountsByCurrency> {
  const [all] = await readForecast(crm, scope, { span, now, filter: { where } });
  return all?.amounts ?? new Map();
}

/** The first, the last and as many between as a table shows. */
function thinned<T>(all: readonly T[]): T[] {
  if (all.length <= SHOWN) return [...all];
  return Array.from(
    { length: SHOWN },
    (_, at) => all[Math.round((at * (all.length - 1)) / (SHOWN - 1))] as T,
  );
}

interface Said {
  first: KeptDay;
  today: AmountsByCurrency;
  label: string;
  of: string;
  span: TimeSpan;
  money: Parameters<typeof inOwn>[0];
}

function inWords(context: ToolContext, { first, today, label, of, span, money }: Said): string {
  const worth = (amounts: AmountsByCurrency, part: (one: ForecastAmounts) => number) =>
    forecastWorth(context, amounts, part);
  const change = (part: (one: ForecastAmounts) => number) =>
    changeInWords(inOwn(money, first.amounts, part), inOwn(money, today, part));
  const then = `On **${formatDay(first.day, context)}** the forecast${of} for ${label} was commit **${worth(first.amounts, commitOf)}**, best case **${worth(first.amounts, bestCaseOf)}**`;
  if (!conditionsOf({ span, now: context.now }).upcoming)
    return `${then}; **${worth(today, ({ won }) => won)}** was won.`;
  return `${then}; now it is commit **${worth(today, commitOf)}** (${change(commitOf)}), best case **${worth(today, bestCaseOf)}** (${change(bestCaseOf)}), of which ${worth(today, ({ won }) => won)} is won.`;
}
