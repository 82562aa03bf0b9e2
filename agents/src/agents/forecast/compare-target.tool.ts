import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { inOwnCurrency } from '@clianta/crm-core/entity/money';
import { inOwn } from '@clianta/crm-core/intelligence/forecast/forecast-amounts';
import { periodKey } from '@clianta/crm-core/intelligence/forecast/period-key';
import { readForecast } from '@clianta/crm-core/intelligence/forecast/read-forecast';
import { Target, type TargetRecord } from '@clianta/crm-core/intelligence/forecast/target.schema';
import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';
import { aheadShape } from '../../forecasts/forecast-question.ts';
import { ofMeantSpan } from '../../forecasts/meant-span.ts';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { formatMoney, listed } from '../../tools/format.ts';
import { periodInWords, periodOf } from '../../tools/period.ts';
import { belongsTo, type Whose, whoseOf, whoseShape } from '../../tools/whose.ts';

/** How far somebody is. Amounts in minor units of the workspace's currency. */
interface Standing {
  name: string;
  have: string;
  goal: number;
  won: number;
  /** What is missing; zero or less when the target is met. */
  gap: number;
  open: number;
}

export const compareTarget = defineTool({
  name: 'compare_target',
  does: 'Comparing with the target',
  operation: 'read',
  entity: Target.name,
  description:
    'How far somebody, or the team, is from the target of a period: won, the gap, and how often the open deals cover it.',
  input: z.strictObject({
    who: whoseShape.optional().describe('Default the team, and every teammate with a target'),
    period: aheadShape,
  }),
  effect: 'read',
  async run({ who, period }, context): Promise<ToolResult> {
    const whose = who ? await whoseOf(context, who, 'who') : undefined;
    const { span, found: targets } = await ofMeantSpan(context, periodOf(context, period), (within) =>
      targetsOf(context, within, whose),
    );
    const label = periodInWords(context, span);
    if (targets.length === 0)
      return {
        text: `There is no target${whose?.userId ? ` of ${whose.isMe ? 'yours' : whose.name}` : ''} for ${label} yet. An admin sets one: “set the target for ${label} to 500k”.`,
        suggestions: [`Forecast ${label}`],
        isAnswer: true,
      };
    const { standings, lacking } = await standingsOf(context, span, targets);
    const [first] = standings;
    const without =
      lacking.length > 0
        ? ` Amounts in ${listed(lacking)} are not counted: there is no rate to ${context.currency}.`
        : '';
    return {
      text: `${first ? inWords(context, first, label) : 'No target can be compared.'}${without}`,
      cards: [tableOf(context, standings, label)],
      suggestions: [`Forecast ${label}`, `Forecast ${label} by rep`],
      isAnswer: true,
      facts: { rows: standings },
    };
  },
});

/** Without `whose`: everybody's. */
async function targetsOf(
  { crm, scope, calendar }: ToolContext,
  span: TimeSpan,
  whose: Whose | undefined,
): Promise<TargetRecord[]> {
  const key = periodKey(span, calendar);
  if (!key) return [];
  const of: Condition[] = whose?.userId
    ? belongsTo(whose, 'ownerId')
    : whose
      ? [{ field: 'ownerId', op: 'is_empty' }]
      : [];
  const where: Condition[] = [{ field: 'period', op: 'eq', value: key }, ...of];
  return (await crm.records(Target).find(scope, { where, limit: 500 })).records;
}

/** The team first, then by what is missing; and the currencies that there is no rate for. */
async function standingsOf(
  { crm, scope, now }: ToolContext,
  span: TimeSpan,
  targets: readonly TargetRecord[],
): Promise<{ standings: Standing[]; lacking: string[] }> {
  const [money, { team }, [all], owners] = await Promise.all([
    crm.moneyOf(scope.workspaceId),
    crm.facts(scope.workspaceId),
    readForecast(crm, scope, { span, now }),
    readForecast(crm, scope, { span, now, groupBy: 'ownerId' }),
  ]);
  const codes = [...(all?.amounts.keys() ?? []), ...targets.map(({ currency }) => currency)];
  const standings = targets
    .flatMap((target) => {
      const goal = inOwnCurrency(money, target.amountMinor, target.currency);
      if (goal === undefined) return [];
      const of = target.ownerId ? owners.find(({ key }) => key === target.ownerId) : all;
      const amounts = of?.amounts ?? new Map();
      const won = inOwn(money, amounts, (one) => one.won);
      const isMe = target.ownerId === scope.actor.id;
      const name = target.ownerId
        ? (team.find(({ id }) => id === target.ownerId)?.name ?? 'Somebody who left')
        : 'The team';
      return {
        name,
        have: isMe ? 'You have' : `${name} has`,
        goal,
        won,
        gap: goal - won,
        open: inOwn(money, amounts, ({ open }) => open),
        isTeam: !target.ownerId,
      };
    })
    .toSorted((a, b) => Number(b.isTeam) - Number(a.isTeam) || b.gap - a.gap)
    .map(({ isTeam: _, ...standing }) => standing);
  return {
    standings,
    lacking: [...new Set(codes)].filter((code) => inOwnCurrency(money, 1, code) === undefined),
  };
}

function inWords(context: ToolContext, { have, goal, won, gap, open }: Standing, label: string): string {
  const said = (minor: number) => formatMoney(Math.round(minor), context.currency, context);
  const [subject, verb] = [have.slice(0, have.lastIndexOf(' ')), have.slice(have.lastIndexOf(' ') + 1)];
  if (gap <= 0)
    return `**${subject}** ${verb} met the target for ${label}: **${said(won)}** won of ${said(goal)}.`;
  return `**${subject}** ${verb} won **${said(won)}** of ${said(goal)} for ${label} (${percent(won / goal)}); **${said(gap)}** is missing. Open deals of ${said(open)} cover it ${times(open / gap)}.`;
}

function tableOf(context: ToolContext, standings: readonly Standing[], label: string): TableCard {
  const said = (minor: number) => formatMoney(Math.round(minor), context.currency, context);
  return {
    type: 'table',
    title: `Targets, ${label}`,
    columns: [
      { key: 'who', label: 'Whose' },
      ...['Target', 'Won', 'Reached', 'Missing', 'Coverage'].map((name) => ({
        key: name.toLowerCase(),
        label: name,
        align: 'right' as const,
      })),
    ],
    rows: standings.map(({ name, goal, won, gap, open }) => ({
      cells: {
        who: name,
        target: said(goal),
        won: said(won),
        reached: percent(won / goal),
        missing: gap > 0 ? said(gap) : 'met',
        // what is met needs no cover
        coverage: gap > 0 ? times(open / gap) : '',
      },
    })),
    count: standings.length,
  };
}

const percent = (share: number) => `${Math.round(100 * share)}%`;
const times = (coverage: number) => `${coverage.toFixed(1)} times`;
