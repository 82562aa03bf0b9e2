import { defineJob } from '@clianta/crm-core/work/define-job';
import { z } from 'zod';
import { type BulkNotice, takeNotices, toldNotices } from '../bulk-notices.ts';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** Records named in the notice; of the rest it says how many. */
const NAMED = 3;

/** Tells a person once of a change of many records: "Sam Rivera made you the owner of 18 deals". */
export const tellBulkChange = defineJob({
  name: 'tell_bulk_change',
  data: z.object({ group: z.string() }),
  async run(context: JobRunContext, { group }) {
    const { crm, scope } = context;
    const batch = String(scope.operation?.next());
    const notices = await takeNotices(crm, group, batch);
    const [first] = notices;
    if (!first) return;
    const { label } = crm.store.entity(first.entity);
    const names = notices.slice(0, NAMED).map(({ title }) => title);
    const more = notices.length - names.length;
    await tell(context, {
      workspaceId: first.workspaceId,
      userId: first.userId,
      kind: isOutcome(first) ? 'outcome' : 'assigned',
      key: `bulk:${batch}`,
      title: titleOf(first, `${notices.length} ${notices.length === 1 ? label.one : label.many}`),
      body: more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', '),
      because: `${first.actorName} changed many records at once; this one notice is about all of them.`,
      entity: first.entity,
      at: crm.now(),
    });
    await toldNotices(crm, batch);
  },
});

const isOutcome = ({ type }: BulkNotice): boolean => type === 'deal.won' || type === 'deal.lost';

function titleOf({ type, actorName }: BulkNotice, records: string): string {
  switch (type) {
    case 'task.assigned':
      return `${actorName} assigned you ${records}`;
    case 'deal.won':
    case 'deal.lost':
      return `${actorName} marked ${records} of yours as ${type === 'deal.won' ? 'won' : 'lost'}`;
    default:
      return `${actorName} made you the owner of ${records}`;
  }
}
