import { expect, it } from 'vitest';
import { conditionsOf, isNarrowed, NO_FILTER } from './audit-filter.ts';

it('leaves out what Clianta does by itself, unless that is asked for', () => {
  const system = { field: 'channel', op: 'ne', value: 'job' };
  expect(conditionsOf(NO_FILTER)).toEqual([system]);
  expect(conditionsOf({ ...NO_FILTER, hasSystem: true })).toEqual([]);
  expect(conditionsOf({ ...NO_FILTER, channel: 'job' })).toEqual([
    { field: 'channel', op: 'eq', value: 'job' },
  ]);
  expect([isNarrowed(NO_FILTER), isNarrowed({ ...NO_FILTER, hasSystem: true })]).toEqual([false, false]);
});

it('takes the last day whole, also at the end of a month', () => {
  const days = { ...NO_FILTER, hasSystem: true, from: '2026-11-01', until: '2026-11-30' };
  expect(conditionsOf(days)).toEqual([
    { field: 'at', op: 'gte', value: '2026-11-01' },
    { field: 'at', op: 'lt', value: '2026-12-01' },
  ]);
});
