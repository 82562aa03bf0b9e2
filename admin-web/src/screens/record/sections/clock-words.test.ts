import { expect, it } from 'vitest';
import type { Values } from '../../../metadata/value-text.ts';
import { clocksOf } from './clock-words.ts';

const NOW = new Date('2026-11-30T10:00:00Z');

it('says of each clock of a ticket whether it runs, is near, late, kept, or stands still', () => {
  const said = (ticket: Values) => clocksOf(ticket, NOW).map(({ state, said }) => [state, said]);
  expect(said({ firstDueAt: '2026-11-30T10:30:00Z', resolveDueAt: '2026-12-02T13:00:00Z' })).toEqual([
    ['near', 'Due in 30 min'],
    ['running', 'Due in 2 days 3 h'],
  ]);
  expect(
    said({
      firstAnsweredAt: '2026-11-29T10:00:00Z',
      isFirstLate: true,
      resolveDueAt: '2026-11-30T06:40:00Z',
    }),
  ).toEqual([
    ['late', 'Came too late'],
    ['late', 'Late by 3 h 20 min'],
  ]);
  expect(said({ firstAnsweredAt: '2026-11-29T10:00:00Z', status: 'on_hold' })).toEqual([
    ['met', 'In time'],
    ['stands', 'Stands still while it waits'],
  ]);
});
