import type { ForecastCategory } from '@clianta/crm-core/intelligence/forecast/category';

/** What people call a category. */
export const CATEGORY_WORDS: Readonly<Record<ForecastCategory, string>> = {
  pipeline: 'pipeline',
  best: 'best case',
  commit: 'commit',
  omitted: 'omitted',
};
