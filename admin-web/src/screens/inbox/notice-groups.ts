import { dayNumber } from '../../formatting.ts';
import type { InboxNotice } from '../../notices/notices.ts';

/** Notices about the same record, the newest first. */
export interface NoticeGroup {
  key: string;
  notices: [InboxNotice, ...InboxNotice[]];
}

interface NoticeDay {
  title: string;
  groups: NoticeGroup[];
}

/** The notices of a list by day; those of one record stand together, at the day of the newest. */
export function noticeDays(notices: readonly InboxNotice[], now: Date, timeZone: string): NoticeDay[] {
  const today = dayNumber(now, timeZone);
  const days: NoticeDay[] = [];
  const groups = new Map<string, NoticeGroup>();
  for (const notice of notices) {
    const { id, at, groupKey } = notice;
    const group = groupKey && groups.get(groupKey);
    if (group) {
      group.notices.push(notice);
      continue;
    }
    const made: NoticeGroup = { key: id, notices: [notice] };
    if (groupKey) groups.set(groupKey, made);
    const title = titleOf(today - dayNumber(new Date(at), timeZone));
    const last = days.at(-1);
    if (last?.title === title) last.groups.push(made);
    else days.push({ title, groups: [made] });
  }
  return days;
}

function titleOf(daysAgo: number): string {
  if (daysAgo <= 0) return 'Today';
  if (daysAgo === 1) return 'Yesterday';
  return daysAgo < 7 ? 'This week' : 'Earlier';
}
