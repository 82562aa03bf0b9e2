import { isDeepStrictEqual } from 'node:util';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { type Metric, unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import { metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import type { LastList, ToolContext } from '../tool.ts';
import type { ReportArgs } from './report-question.ts';

const NOTHING =
  'There is no report here yet to go on from. Ask for a figure first: “sales by rep this month”, “win rate last quarter”.';

/** The report that was shown last; a list with figures is one as well. @throws InvalidError when there is none */
export function lastReport({ lastList }: ToolContext): ReportArgs {
  if (!lastList) throw new InvalidError(NOTHING);
  if (lastList.call?.tool === 'run_report') return lastList.call.args as ReportArgs;
  const metric = metricOf(lastList);
  if (!metric)
    throw new InvalidError(
      'That list has no figures that a report is made of. Ask for one: “sales by rep this month”, “new leads per week”.',
    );
  const { where, anyOf, text, groupBy } = lastList;
  return {
    metric: metric.name,
    of: {
      ...(where && { where: where as Condition[] }),
      ...(anyOf && { anyOf: anyOf as Condition[][] }),
      ...(text && { text }),
      ...(groupBy && { groupBy }),
    },
  };
}

/** The figure that a list shows: of those whose records they are, the one that says most of them; of deals, their amount. */
function metricOf({ entity, where = [], countOnly }: LastList): Metric | undefined {
  const fits = metrics.filter(
    ({ entity: own, where: conditions, measure }) =>
      own === entity &&
      (measure.kind === 'count' || measure.kind === 'sum') &&
      conditions.every((one) => where.some((known) => isDeepStrictEqual(known, one))),
  );
  const rank = (metric: Metric) =>
    2 * metric.where.length + (unitOf(metric) === (countOnly ? 'count' : 'money') ? 1 : 0);
  return fits.toSorted((a, b) => rank(b) - rank(a))[0];
}
