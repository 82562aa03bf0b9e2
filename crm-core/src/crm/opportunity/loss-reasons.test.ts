import { expect, it } from 'vitest';
import { LOSS_REASONS, lossReasonIn } from './loss-reasons.ts';

it.each([
  ['Price', 'price'],
  ['Zoho on price', 'price'],
  ['they were too expensive', 'price'],
  ['their budget was cut', 'budget'],
  ['chose a competitor', 'competitor'],
  ['no answer for weeks', 'silence'],
  ['too late in the year', 'timing'],
  ['a feature was missing, and the price', 'features'],
  ['their CFO said no', undefined],
  ['priceless relations', undefined],
])('“%s” names %s', (words, reason) => {
  expect(lossReasonIn(words, LOSS_REASONS)).toBe(reason);
});

it('knows the words of a list of the workspace, and none that it has not', () => {
  expect(lossReasonIn('No fit at all', ['no fit', 'price'])).toBe('no fit');
  expect(lossReasonIn('the budget was cut', ['no fit', 'price'])).toBeUndefined();
});
