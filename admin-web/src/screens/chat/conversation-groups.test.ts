import { expect, it } from 'vitest';
import { groupByDay } from './conversation-groups.ts';

it('groups by calendar day, leaving out empty groups', () => {
  const now = new Date(2026, 10, 23, 9, 0);
  const at = (...time: [number, number, number, number]) => new Date(...time).toISOString();
  const groups = groupByDay(
    [
      { id: 'a', title: 'A', lastMessageAt: at(2026, 10, 23, 0) },
      { id: 'b', title: 'B', lastMessageAt: at(2026, 10, 22, 23) },
      { id: 'c', title: 'C', lastMessageAt: at(2026, 8, 1, 12) },
    ],
    now,
  );
  expect(groups.map(({ label, conversations }) => [label, conversations[0]?.id])).toEqual([
    ['Today', 'a'],
    ['Yesterday', 'b'],
    ['Earlier', 'c'],
  ]);
});
