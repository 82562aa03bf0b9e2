import { defineJob } from '@clianta/crm-core/work/define-job';
import { applyTags, changeTagsOrder } from '@clianta/crm-core/workspace/change-tags';
import type { JobRunContext } from '../job.ts';

/** Renames, merges or takes off tags, where many records have them. */
export const changeTags = defineJob({
  ...changeTagsOrder,
  limitMs: 10 * 60_000,
  run: ({ crm, scope }: JobRunContext, order) => applyTags(crm, scope, order),
});
