import { expect, it } from 'vitest';
import { daysOf, rangesOf } from './day-ranges.ts';

it('puts days together that follow one another, over the end of a year and the 29th of February', () => {
  const days = ['2028-01-01', '2027-12-31', '2028-02-28', '2028-02-29', '2028-03-01', '2028-03-03'];
  const ranges = rangesOf([...days, '2027-12-31']);
  expect(ranges).toEqual([
    { first: '2027-12-31', last: '2028-01-01' },
    { first: '2028-02-28', last: '2028-03-01' },
    { first: '2028-03-03', last: '2028-03-03' },
  ]);
  expect(ranges.flatMap(daysOf)).toEqual([...days].sort());
  expect(daysOf({ first: '2028-01-02', last: '2028-01-01' })).toEqual([]);
});
