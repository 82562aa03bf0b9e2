import { expect, it } from 'vitest';
import { groupByDay } from './conversation-groups.ts';

it('groups by calendar day on the clock of the workspace, leaving out empty groups', () => {
  const now = new Date('2026-11-23T09:00:00-05:00');
  const groups = groupByDay(
    [
      { id: 'a', title: 'A', lastMessageAt: '2026-11-23T00:30:00-05:00' },
      { id: 'b', title: 'B', lastMessageAt: '2026-11-22T23:30:00-05:00' },
      { id: 'c', title: 'C', lastMessageAt: '2026-09-01T12:00:00-05:00' },
    ],
    now,
    'America/New_York',
  );
  expect(groups.map(({ label, conversations }) => [label, conversations[0]?.id])).toEqual([
    ['Today', 'a'],
    ['Yesterday', 'b'],
    ['Earlier', 'c'],
  ]);
});

it('has what is pinned first, whatever its day', () => {
  const pinned = { id: 'p', title: 'Kept', isPinned: true, lastMessageAt: '2020-01-01T00:00:00Z' };
  const groups = groupByDay([{ id: 'n', title: 'New' }, pinned], new Date('2026-03-31T12:00:00Z'), 'UTC');
  expect(groups.map(({ label, conversations }) => [label, conversations[0]?.id])).toEqual([
    ['Pinned', 'p'],
    ['Today', 'n'],
  ]);
});
