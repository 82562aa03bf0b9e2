import { expect, it } from 'vitest';
import { aKind } from '../../metadata/testing.ts';
import { mergedTimeline } from './timeline.ts';

const [call, task] = [aKind('call'), aKind('task')];
const pages = [
  {
    kind: call,
    at: 'at',
    records: [
      { id: 'c2', at: '2026-03-02' },
      { id: 'c1', at: '2026-03-01' },
    ],
    hasMore: false,
  },
  { kind: task, at: 'dueAt', records: [{ id: 't9' }, { id: 't3', dueAt: '2026-03-03' }], hasMore: false },
];
const ids = (most: number) => mergedTimeline(pages, most).entries.map(({ record }) => record.id);

it('has the newest of all kinds first, and what has no time yet before them', () => {
  expect(ids(9)).toEqual(['t9', 't3', 'c2', 'c1']);
  expect(mergedTimeline(pages, 9).hasMore).toBe(false);
});

it('shows no more than every kind was asked for, and says that there is more', () => {
  expect(ids(2)).toEqual(['t9', 't3']);
  expect(mergedTimeline(pages, 2).hasMore).toBe(true);
});
