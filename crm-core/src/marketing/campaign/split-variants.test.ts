import { describe, expect, it } from 'vitest';
import { pValue, winnerOf } from './significance.ts';
import { splitVariants } from './split-variants.ts';

const ids = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);
const sizes = (placed: ReturnType<typeof splitVariants>) =>
  [0, 1, 2, undefined].map((of) => [...placed.values()].filter(({ variant }) => variant === of).length);

describe('the variants of a campaign', () => {
  it('are of one size, and the same for a person in whatever order people come', () => {
    const people = ids(2_001);
    const placed = splitVariants('k', people, { variants: 2, share: 0.2 });
    expect(sizes(placed)).toEqual([201, 200, 0, 1_600]);
    const again = splitVariants('k', people.toReversed(), { variants: 2, share: 0.2 });
    expect(people.every((id) => again.get(id)?.variant === placed.get(id)?.variant)).toBe(true);
    expect(splitVariants('other', people, { variants: 2, share: 0.2 })).not.toEqual(placed);
  });

  it('have a hundred each at least, and all there are where there are fewer', () => {
    expect(sizes(splitVariants('k', ids(600), { variants: 3, share: 0.2 }))).toEqual([100, 100, 100, 300]);
    expect(sizes(splitVariants('k', ids(90), { variants: 2, share: 0.2 }))).toEqual([45, 45, 0, 0]);
  });

  it('have a winner only where the difference is more than chance', () => {
    expect(
      winnerOf(
        [
          { variant: 0, got: 100, acted: 10 },
          { variant: 1, got: 100, acted: 14 },
        ],
        'clicks',
      ),
    ).toMatchObject({ variant: 0, isSignificant: false });
    expect(
      winnerOf(
        [
          { variant: 0, got: 400, acted: 20 },
          { variant: 1, got: 400, acted: 52 },
        ],
        'clicks',
      ),
    ).toMatchObject({ variant: 1, isSignificant: true });
    expect(winnerOf([{ variant: 0, got: 0, acted: 0 }], 'clicks').variant).toBe(0);
  });

  it('are compared by the two-proportion test', () => {
    // 45 of 500 against 70 of 500: z = 2.479, p = 0.0132
    expect(pValue({ variant: 0, got: 500, acted: 45 }, { variant: 1, got: 500, acted: 70 })).toBeCloseTo(
      0.0132,
      3,
    );
  });
});
