import { describe, expect, it } from 'vitest';
import { forecastRange } from './forecast-range.ts';

describe('the range of a forecast', () => {
  it('is the same for the same deals, whenever one asks', () => {
    const deals = [
      { amount: 4_000, probability: 0.8, count: 1 },
      { amount: 2_000, probability: 0.5, count: 3 },
    ];
    expect(forecastRange(deals)).toEqual(forecastRange(deals));
  });

  it('is one figure where nothing is left to chance', () => {
    expect(forecastRange([{ amount: 4_000, probability: 1, count: 2 }])).toEqual({ low: 8_000, high: 8_000 });
    expect(forecastRange([])).toEqual({ low: 0, high: 0 });
  });

  it('lies around what is weighted, as far as the binomial distribution has it', () => {
    // 100 deals at a half: 50, give or take 1.28 times the spread of 5
    const { low, high } = forecastRange([{ amount: 1, probability: 0.5, count: 100 }]);
    expect(low).toBeGreaterThanOrEqual(42);
    expect(low).toBeLessThanOrEqual(45);
    expect(high).toBeGreaterThanOrEqual(55);
    expect(high).toBeLessThanOrEqual(58);
  });

  it('draws many deals as it draws them one by one', () => {
    const many = forecastRange([{ amount: 1, probability: 0.3, count: 400 }]);
    const single = forecastRange(
      Array.from({ length: 400 }, () => ({ amount: 1, probability: 0.3, count: 1 })),
    );
    expect(Math.abs(many.low - single.low)).toBeLessThanOrEqual(3);
    expect(Math.abs(many.high - single.high)).toBeLessThanOrEqual(3);
  });
});
