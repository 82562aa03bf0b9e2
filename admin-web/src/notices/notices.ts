import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { Snooze } from '@clianta/crm-core/conversations/notice/snooze.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { Json } from '../api/records.ts';
import { request } from '../api/request.ts';

export type InboxNotice = Json<NoticeRecord>;

/** How a notice was before it was marked, or is to be. */
export type NoticeMark = Pick<InboxNotice, 'state'> & { until?: Snooze };

interface Marked {
  notices: Array<Pick<InboxNotice, 'id' | 'state' | 'snoozedUntil'>>;
  until?: string;
}

/** Whose time has come and that nobody has done yet; put off; done. */
export const SHOWN = ['inbox', 'snoozed', 'done'] as const;
export type Shown = (typeof SHOWN)[number];

type Conditions = NonNullable<Filter['where']>;
const UNREAD: Conditions = [
  { field: 'state', op: 'eq', value: 'unread' },
  { field: 'snoozedUntil', op: 'is_empty' },
];

export const NOTICES: Record<Shown | 'unread', { where: Conditions; sort: string }> = {
  unread: { where: UNREAD, sort: '-at' },
  inbox: {
    where: [
      { field: 'state', op: 'in', value: ['unread', 'read'] },
      { field: 'snoozedUntil', op: 'is_empty' },
    ],
    sort: '-at',
  },
  snoozed: { where: [{ field: 'snoozedUntil', op: 'is_set' }], sort: 'snoozedUntil' },
  done: { where: [{ field: 'state', op: 'eq', value: 'done' }], sort: '-at' },
};

const pathOf = (workspaceId: string) => `/api/workspaces/${encodeURIComponent(workspaceId)}/notices/mark`;

/** Marks these notices, or every unread one. */
export const markNotices = (
  workspaceId: string,
  which: { ids: readonly string[] } | { isAll: true },
  mark: NoticeMark,
): Promise<Marked> => request(pathOf(workspaceId), { method: 'POST', body: { ...which, ...mark } });

/** Puts them back as they were. */
export async function unmark(workspaceId: string, { notices }: Marked): Promise<void> {
  for (const { id, state, snoozedUntil } of notices) {
    const isSnoozed = snoozedUntil !== undefined && new Date(snoozedUntil) > new Date();
    await markNotices(workspaceId, { ids: [id] }, { state, ...(isSnoozed && { until: snoozedUntil }) });
  }
}
