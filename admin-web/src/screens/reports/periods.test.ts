import { expect, it } from 'vitest';
import { OTHER, optionOf } from './periods.ts';

it('finds the option of a period that moves along, and none for fixed days', () => {
  expect(optionOf({ unit: 'month', count: 1, back: 1 })).toBe('lastMonth');
  expect(optionOf(undefined)).toBe('all');
  expect(optionOf({ from: '2026-01-01', to: '2026-02-01' })).toBe(OTHER);
});
