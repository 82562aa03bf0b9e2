import { expect, it } from 'vitest';
import { z } from 'zod';
import { slot, slotOf } from './slot.ts';

it('gives each argument a meaning of its own, though the types come from one', () => {
  const shared = z.object({ from: z.string() }).describe('Dates');
  const behind = slot({ kind: 'period' }, shared);
  const ahead = slot({ kind: 'span' }, shared);
  expect(slotOf(behind.optional())).toEqual({ kind: 'period' });
  expect(slotOf(ahead)).toEqual({ kind: 'span' });
  expect(behind.description).toBe('Dates');
});
