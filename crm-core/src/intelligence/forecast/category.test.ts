import { describe, expect, it } from 'vitest';
import { categoryOf } from './category.ts';

describe('the category of a deal', () => {
  it('is best case from a half on and commit from four fifths on, where nobody has said', () => {
    expect([undefined, 0.49, 0.5, 0.79, 0.8, 1].map((odds) => categoryOf(undefined, odds))).toEqual([
      'pipeline',
      'pipeline',
      'best',
      'best',
      'commit',
      'commit',
    ]);
  });

  it('is what somebody has said, whatever the probability', () => {
    expect(categoryOf('commit', 0.1)).toBe('commit');
    expect(categoryOf('omitted', 0.9)).toBe('omitted');
  });
});
