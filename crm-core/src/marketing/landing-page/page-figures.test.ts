import { expect, it } from 'vitest';
import { variantFor } from './choose-variant.ts';
import { verdictOn } from './page-figures.ts';

const of = (id: string, visitors: number, conversions: number) => ({ id, name: id, visitors, conversions });

it('names no winner before each variant has had a hundred visitors, however large the difference', () => {
  expect(verdictOn([of('a', 99, 1), of('b', 5_000, 4_000)])).toEqual({ kind: 'early', least: 99 });
  expect(verdictOn([of('a', 500, 50)])).toEqual({ kind: 'single' });
});

it('names a winner only where chance would do the same less than one time in twenty', () => {
  // z = 2.06 and 1.90: 3.9 % and 5.7 %
  expect(verdictOn([of('a', 1_000, 100), of('b', 1_000, 129)])).toMatchObject({ kind: 'winner', id: 'b' });
  const even = verdictOn([of('a', 1_000, 100), of('b', 1_000, 127)]);
  expect(even).toMatchObject({ kind: 'even' });
  expect(even.kind === 'even' && even.chance).toBeCloseTo(0.0572, 2);
  expect(verdictOn([of('a', 100, 0), of('b', 100, 0)])).toEqual({ kind: 'even', chance: 1 });
});

it('shows a visitor the same variant always, and visitors the variants by their weights', () => {
  const variants = [
    { id: 'a', weight: 30 },
    { id: 'b', weight: 10 },
  ];
  const seen = Array.from({ length: 4_000 }, (_, at) => variantFor('page', `visitor ${at}`, variants));
  expect(seen.filter((id) => id === 'b').length / 4_000).toBeCloseTo(0.25, 1);
  expect(variantFor('page', 'visitor 7', variants)).toBe(seen[7]);
  expect(variantFor('page', 'anybody', [])).toBe('a');
});
