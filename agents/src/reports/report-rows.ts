import { minorDigits } from '@clianta/crm-core/entity/money';
import type { TableCell } from '@clianta/crm-core/files/table-file';
import type { Figure } from '@clianta/crm-core/intelligence/metrics/figure';
import { unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import type { ToolContext } from '../tool.ts';
import { capitalize } from '../tools/format.ts';
import { groupField } from '../tools/group-field.ts';
import type { ReportQuestion } from './report-question.ts';

/** A report as a table of values to go on working with: every group, numbers as numbers, a column for each currency. */
interface ReportRows {
  columns: string[];
  rows: TableCell[][];
}

export async function reportRows(context: ToolContext, question: ReportQuestion): Promise<ReportRows> {
  const { crm, scope } = context;
  const { metric, entity, filter, span, groupBy } = question;
  const bys = await Promise.all(groupBy.map((name) => groupField(context, entity, name)));
  const { groups, all } = await readMetric(crm, scope, metric, {
    ...filter,
    ...(span && { span: { from: span.from.toJSDate(), to: span.to.toJSDate() } }),
    groupBy: bys.map(({ by }) => by),
  });
  const unit = unitOf(metric);
  const currencies = [...new Set(all.amounts.map(({ currency }) => currency ?? context.currency))].toSorted();
  const amount = ({ amounts }: Figure, currency: string): TableCell => {
    const found = amounts.find((one) => (one.currency ?? context.currency) === currency);
    return found ? found.amountMinor / 10 ** minorDigits(currency) : null;
  };
  const figures = (figure: Figure): TableCell[] => [
    ...(unit === 'count' ? [] : [figure.count]),
    ...(unit === 'money'
      ? currencies.map((currency) => amount(figure, currency))
      : [figure.value === undefined ? null : Math.round(figure.value * 10_000) / 10_000]),
  ];
  const names = await Promise.all(
    bys.map(({ key, words }) => words(groups.map((group) => group.key[key] ?? null))),
  );
  return {
    columns: [
      ...bys.map(({ label }) => label),
      ...(unit === 'count' ? [] : [capitalize((metric.counts ?? entity.label).many)]),
      ...(unit === 'money' ? currencies.map((currency) => `${metric.label} (${currency})`) : [metric.label]),
    ],
    rows:
      bys.length === 0
        ? [figures(all)]
        : groups.map(({ figure }, at) => [...names.map((own) => own[at] ?? ''), ...figures(figure)]),
  };
}
