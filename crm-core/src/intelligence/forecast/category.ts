import type { Condition } from '../../entity/filter.schema.ts';

/** How sure a deal is taken to be. `omitted`: it is left out of the forecast. */
export const FORECAST_CATEGORIES = ['pipeline', 'best', 'commit', 'omitted'] as const;
export type ForecastCategory = (typeof FORECAST_CATEGORIES)[number];

/** From these probabilities on a deal is taken for best case, or for committed, where nobody has said. */
const BEST_FROM = 0.5;
const COMMIT_FROM = 0.8;

/** What somebody has said of the deal, else what its probability says. */
export function categoryOf(
  said: ForecastCategory | null | undefined,
  probability: number | null | undefined,
): ForecastCategory {
  if (said) return said;
  const odds = probability ?? 0;
  return odds >= COMMIT_FROM ? 'commit' : odds >= BEST_FROM ? 'best' : 'pipeline';
}

/** The same as a filter: the groups of conditions of which one holds for the deals of a category. */
export function categoryGroups(category: ForecastCategory): Condition[][] {
  const said: Condition[] = [{ field: 'forecastCategory', op: 'eq', value: category }];
  const odds: Record<ForecastCategory, Condition[][]> = {
    pipeline: [
      [{ field: 'probability', op: 'lt', value: BEST_FROM }],
      [{ field: 'probability', op: 'is_empty' }],
    ],
    best: [
      [
        { field: 'probability', op: 'gte', value: BEST_FROM },
        { field: 'probability', op: 'lt', value: COMMIT_FROM },
      ],
    ],
    commit: [[{ field: 'probability', op: 'gte', value: COMMIT_FROM }]],
    omitted: [],
  };
  const isUnsaid: Condition = { field: 'forecastCategory', op: 'is_empty' };
  return [said, ...odds[category].map((group) => [isUnsaid, ...group])];
}
