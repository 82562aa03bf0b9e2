import { expect, it } from 'vitest';
import { sweepOf } from './sweep-rule.ts';

it('removes what a complete list does not have', () => {
  expect(sweepOf({ known: 50, missing: 20, isComplete: true })).toBe('remove');
  expect(sweepOf({ known: 1_000, missing: 100, isComplete: true })).toBe('remove');
});

it('asks before more than twenty and more than a tenth are removed', () => {
  expect(sweepOf({ known: 50, missing: 21, isComplete: true })).toBe('ask');
  expect(sweepOf({ known: 1_000, missing: 101, isComplete: true })).toBe('ask');
});

it('takes a list that ended early for no proof', () => {
  expect(sweepOf({ known: 50, missing: 3, isComplete: false })).toBe('nothing');
  expect(sweepOf({ known: 50, missing: 50, isComplete: false })).toBe('nothing');
});
