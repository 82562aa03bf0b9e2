import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { amountsOfDeal } from './deal-amounts.ts';

const at = (day: string) => DateTime.fromISO(day, { zone: 'Europe/Berlin' });
const now = new Date('2026-11-20T08:30:00Z');
const present = { span: { from: at('2026-10-01'), to: at('2027-01-01') }, now };
const deal = {
  status: 'open' as const,
  amountMinor: 123_450,
  probability: 0.25,
  expectedCloseAt: '2026-12-10',
};

describe('what one deal is in a forecast', () => {
  it('is weighted by its probability, rounded once, halves up', () => {
    expect(amountsOfDeal(deal, present)).toMatchObject({ open: 123_450, weighted: 30_863, slipped: 0 });
  });

  it('has slipped when its close date has passed, and is nothing in another period', () => {
    expect(amountsOfDeal({ ...deal, expectedCloseAt: '2026-11-19' }, present)).toMatchObject({
      open: 0,
      slipped: 123_450,
    });
    expect(amountsOfDeal({ ...deal, expectedCloseAt: '2027-01-01' }, present)).toMatchObject({
      open: 0,
      slipped: 0,
    });
    const before = { span: { from: at('2026-07-01'), to: at('2026-10-01') }, now };
    expect(amountsOfDeal({ ...deal, expectedCloseAt: '2026-08-01' }, before)).toMatchObject({
      slipped: 123_450,
    });
  });

  it('is nothing when it is lost, or left out', () => {
    expect(amountsOfDeal({ ...deal, status: 'lost' }, present)).toMatchObject({ open: 0, won: 0 });
    expect(amountsOfDeal({ ...deal, forecastCategory: 'omitted' }, present)).toMatchObject({
      open: 0,
      weighted: 0,
    });
  });
});
