import { type NoticeGroup, prepareNotices, takeNotices } from '../bulk-notices.ts';
import type { Job, JobContext } from '../job.ts';

/** Records named in the notification; of the rest it says how many. */
const NAMED = 3;

/** Tells people once of a change of many records: "Sam Rivera made you the owner of 18 deals". */
export const sendBulkNotices: Job = {
  name: 'send-bulk-notices',
  everyMs: 5_000,
  prepare: ({ crm }) => prepareNotices(crm),
  run: (context) => takeNotices(context.crm, (group) => tell(context, group)),
};

async function tell({ crm, notify }: JobContext, { id, notices }: NoticeGroup): Promise<void> {
  const [first] = notices;
  if (!first) return;
  const { label } = crm.store.entity(first.entity);
  const names = notices.slice(0, NAMED).map(({ title }) => title);
  const more = notices.length - names.length;
  await notify(first.workspaceId, first.userId, {
    id,
    title: titleOf(first, `${notices.length} ${notices.length === 1 ? label.one : label.many}`),
    body: more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', '),
    entity: first.entity,
    at: new Date().toISOString(),
  });
}

function titleOf({ type, actorName }: NoticeGroup['notices'][number], records: string): string {
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
