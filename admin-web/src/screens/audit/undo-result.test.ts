import { expect, it } from 'vitest';
import { undoText } from './undo-result.ts';

const reverted = (title: string) => ({ entity: 'contact', id: title, title, change: 'created' });

it('says what was undone', () => {
  expect(undoText({ reverted: [reverted('Jane')], kept: [] })).toBe('Undone: Jane.');
});

it('says what stayed, and why', () => {
  const kept = [{ entity: 'deal', id: 'd', title: 'Rollout', reason: 'changed since by Tom' }];
  expect(undoText({ reverted: [], kept })).toBe(
    'Nothing was undone. Left as it is: Rollout (changed since by Tom).',
  );
});
