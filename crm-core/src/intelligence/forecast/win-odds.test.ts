import { describe, expect, it } from 'vitest';
import { type Trait, winOdds } from './win-odds.ts';

interface Closed {
  isWon: boolean;
  owner: string | undefined;
}

const deals = (count: number, isWon: boolean, owner: string | undefined): Closed[] =>
  Array.from({ length: count }, () => ({ isWon, owner }));
const ownedBy = (owner: string): Trait<Closed> => ({
  feature: 'Owner',
  value: owner,
  isOf: (deal) => (deal.owner === undefined ? undefined : deal.owner === owner),
});

describe('how likely a deal is won', () => {
  it('is not said from under 50 closed deals', () => {
    expect(winOdds(deals(49, true, 'Lena'), [ownedBy('Lena')])).toBeUndefined();
    expect(winOdds(deals(50, true, 'Lena'), [])).toMatchObject({ probability: 0.99 });
  });

  it('is the share that was won, moved by what speaks for it, with 0.1 added to every count', () => {
    // Lena has won 30 of 40, Sam 10 of 40
    const closed = [
      ...deals(30, true, 'Lena'),
      ...deals(10, false, 'Lena'),
      ...deals(10, true, 'Sam'),
      ...deals(30, false, 'Sam'),
    ];
    const odds = winOdds(closed, [ownedBy('Lena')]);
    expect(odds?.usual).toBe(0.5);
    expect(odds?.reasons).toEqual([
      { feature: 'Owner', value: 'Lena', seen: 40, won: 30, times: 30.1 / 40.2 / (10.1 / 40.2) },
    ]);
    expect(odds?.probability).toBeCloseTo(30.1 / 40.2, 10);
  });

  it('passes over what was seen under 20 times, and what is not known of a deal', () => {
    const closed = [...deals(40, false, 'Lena'), ...deals(19, true, 'Sam'), ...deals(20, true, undefined)];
    expect(winOdds(closed, [ownedBy('Sam')])?.reasons).toEqual([]);
    expect(winOdds([...closed, ...deals(1, true, 'Sam')], [ownedBy('Sam')])?.reasons).toMatchObject([
      { seen: 20, won: 20 },
    ]);
  });

  it('stays between 1 and 99 percent', () => {
    expect(winOdds(deals(500, false, 'Lena'), [ownedBy('Lena')])?.probability).toBe(0.01);
    expect(winOdds(deals(500, true, 'Lena'), [ownedBy('Lena')])?.probability).toBe(0.99);
  });
});
