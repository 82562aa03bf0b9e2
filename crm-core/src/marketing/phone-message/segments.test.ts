import { expect, it } from 'vitest';
import { segmentsOf } from './segments.ts';

it('charges 160 letters as one message, and more by 153 each', () => {
  expect(segmentsOf('a'.repeat(160))).toEqual({ count: 1, isUnicode: false });
  expect(segmentsOf('a'.repeat(161))).toEqual({ count: 2, isUnicode: false });
  expect(segmentsOf('a'.repeat(307)).count).toBe(3);
});

it('counts letters twice that phones write with two, such as the euro', () => {
  expect(segmentsOf('€'.repeat(80)).count).toBe(1);
  expect(segmentsOf('€'.repeat(81)).count).toBe(2);
});

it('has room for 70 where a letter is of no phone alphabet', () => {
  expect(segmentsOf(`ł${'a'.repeat(69)}`)).toEqual({ count: 1, isUnicode: true });
  expect(segmentsOf(`ł${'a'.repeat(70)}`).count).toBe(2);
});
