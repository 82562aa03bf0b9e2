import { DateTime } from 'luxon';
import { Pipeline } from '../../crm/pipeline/pipeline.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { spanOfPeriod, type TimeSpan } from '../report/report-period.ts';
import { bestCaseOf, commitOf, type ForecastAmounts, noAmounts } from './forecast-amounts.ts';
import { Forecast } from './forecast-snapshot.schema.ts';
import { periodKey } from './period-key.ts';
import { readForecast } from './read-forecast.ts';

/** The periods that are kept: this one and the next. */
const KEPT = [
  { unit: 'month', count: 1, back: 0 },
  { unit: 'month', count: 1, back: -1 },
  { unit: 'quarter', count: 1, back: 0 },
  { unit: 'quarter', count: 1, back: -1 },
  { unit: 'year', count: 1, back: 0 },
] as const;
/** Half past midnight, when the day's deals are closed. */
const FROM_MINUTE = 30;

/** The day of a workspace whose snapshot is due; undefined in the first half hour of a day. */
export function snapshotDay(now: Date, timeZone: string): string | undefined {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  return local.diff(local.startOf('day'), 'minutes').minutes < FROM_MINUTE ? undefined : dayOf(now, timeZone);
}

interface Snapshot {
  day: string;
  ownerId: string;
  pipelineId: string;
  currency: string;
  period: string;
  amounts: ForecastAmounts;
}

/**
 * Keeps what the forecasts of a workspace say on a day, of each owner, pipeline and currency. A day is taken once: what is
 * there already stays, so that it can be repeated after a crash.
 *
 * @returns how many records were made
 */
export async function takeSnapshots(
  crm: CrmCore,
  workspaceId: string,
  day: string,
  timeZone: string,
): Promise<number> {
  const scope = systemScope(workspaceId);
  const now = crm.now();
  const [{ calendar }, money] = await Promise.all([crm.facts(workspaceId), crm.moneyOf(workspaceId)]);
  const whole = { day, ownerId: '', pipelineId: '', currency: money.currency };
  // written last, it says that the day is done
  const mark = {
    ...whole,
    period: String(periodKey(spanOfPeriod(KEPT[2], { now, timeZone, calendar }), calendar)),
  };
  const { collection } = crm.store.model(Forecast);
  if (await collection.findOne({ workspaceId, ...mark }, { projection: { _id: 1 } })) return 0;
  const { records: pipelines } = await crm.records(Pipeline).find(scope, { limit: 500 });
  let made = 0;
  for (const period of KEPT) {
    const span = spanOfPeriod(period, { now, timeZone, calendar });
    const key = String(periodKey(span, calendar));
    for (const { id: pipelineId } of pipelines)
      made += await keep(
        crm,
        workspaceId,
        await snapshotsOf(crm, workspaceId, { day, key, span, pipelineId }),
      );
  }
  return made + (await keep(crm, workspaceId, [{ ...mark, amounts: noAmounts() }]));
}

async function snapshotsOf(
  crm: CrmCore,
  workspaceId: string,
  { day, key, span, pipelineId }: { day: string; key: string; span: TimeSpan; pipelineId: string },
): Promise<Snapshot[]> {
  const owners = await readForecast(crm, systemScope(workspaceId), {
    span,
    now: crm.now(),
    filter: { where: [{ field: 'pipelineId', op: 'eq', value: pipelineId }] },
    groupBy: 'ownerId',
  });
  return owners.flatMap(({ key: ownerId, amounts }) =>
    [...amounts].map(([currency, own]) => ({
      day,
      ownerId: ownerId === null ? '' : String(ownerId),
      pipelineId,
      currency,
      period: key,
      amounts: own,
    })),
  );
}

async function keep(crm: CrmCore, workspaceId: string, snapshots: readonly Snapshot[]): Promise<number> {
  if (snapshots.length === 0) return 0;
  const now = crm.now();
  const { upsertedCount } = await crm.store.model(Forecast).collection.bulkWrite(
    snapshots.map(({ amounts, ...key }) => ({
      updateOne: {
        filter: { workspaceId, isDeleted: false, ...key },
        update: {
          $setOnInsert: {
            _id: idFrom(`forecast:${workspaceId}:${Object.values(key).join(':')}`) as never,
            won: amounts.won,
            commit: commitOf(amounts),
            best: bestCaseOf(amounts),
            weighted: amounts.weighted,
            slipped: amounts.slipped,
            version: 1,
            createdAt: now,
            updatedAt: now,
            createdBy: 'system',
          },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
  return upsertedCount;
}
