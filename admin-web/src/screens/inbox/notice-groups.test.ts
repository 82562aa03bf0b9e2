import { expect, it } from 'vitest';
import type { InboxNotice } from '../../notices/notices.ts';
import { noticeDays } from './notice-groups.ts';

const notice = (id: string, at: string, groupKey?: string) =>
  ({ id, at, ...(groupKey && { groupKey }) }) as InboxNotice;

it('stands notices about one record together, at the day of the newest on the person’s clock', () => {
  const days = noticeDays(
    [
      notice('a', '2026-12-02T03:00:00Z', 'deal:1'),
      notice('b', '2026-12-01T12:00:00Z'),
      notice('c', '2026-11-30T12:00:00Z', 'deal:1'),
      notice('d', '2026-11-10T12:00:00Z'),
    ],
    new Date('2026-12-02T12:00:00Z'),
    'America/New_York',
  );
  const ids = days.map(({ title, groups }) => [title, groups.map((one) => one.notices.map(({ id }) => id))]);
  // three in the morning in London is still yesterday in New York
  expect(ids).toEqual([
    ['Yesterday', [['a', 'c'], ['b']]],
    ['Earlier', [['d']]],
  ]);
});
