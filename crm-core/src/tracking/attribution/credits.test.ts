import { expect, it } from 'vitest';
import type { Touch } from './attribution.schema.ts';
import { MODELS, WHOLE_SHARE } from './credits.ts';
import { creditsOf } from './freeze-attribution.ts';
import { type Seen, touchesOf } from './touches-of.ts';

const WON = new Date('2026-06-01T12:00:00Z');
const DAY_MS = 86_400_000;
const daysBefore = (days: number) => new Date(WON.getTime() - days * DAY_MS);
const touch = (source: string, days: number): Touch => ({ source, medium: 'referral', at: daysBefore(days) });
const shares = (model: (typeof MODELS)[number], touches: readonly Touch[]) =>
  creditsOf(model, touches, WON).map(({ share }) => share);

it('credits the first, the last, all alike, both ends most, and the newer more', () => {
  const touches = [touch('a', 14), touch('b', 10), touch('c', 7), touch('d', 0)];
  expect(shares('first', touches)).toEqual([1_000_000, 0, 0, 0]);
  expect(shares('last', touches)).toEqual([0, 0, 0, 1_000_000]);
  expect(shares('linear', touches)).toEqual([250_000, 250_000, 250_000, 250_000]);
  expect(shares('u_shaped', touches)).toEqual([400_000, 100_000, 100_000, 400_000]);
  const [a = 0, , c = 0, d = 0] = shares('time_decay', touches);
  expect(c / a).toBeCloseTo(2, 4);
  expect(d / a).toBeCloseTo(4, 4);
});

it('shares between two touches evenly where there is none between the ends', () => {
  expect(shares('u_shaped', [touch('a', 2), touch('b', 1)])).toEqual([500_000, 500_000]);
  expect(shares('u_shaped', [touch('a', 2)])).toEqual([1_000_000]);
});

/** Numbers from 0 to 1, the same in every run. */
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}
let seed = 7;

it('adds up exactly, whatever the touches, the amount and the model', () => {
  for (let round = 0; round < 300; round++) {
    const touches = Array.from({ length: Math.floor(random() * 40) }, (_, at) =>
      touch(`s${at % 5}`, random() * 90),
    ).toSorted((x, y) => x.at.getTime() - y.at.getTime());
    const amount = Math.floor(random() ** 4 * Number.MAX_SAFE_INTEGER);
    for (const model of MODELS) {
      const credits = creditsOf(model, touches, WON, amount);
      expect(credits.reduce((sum, one) => sum + one.share, 0)).toBe(WHOLE_SHARE);
      expect(credits.reduce((sum, one) => sum + BigInt(one.amountMinor ?? 0), 0n)).toBe(BigInt(amount));
      expect(credits.every((one) => one.share >= 0 && (one.amountMinor ?? -1) >= 0)).toBe(true);
    }
  }
});

it('credits what nobody knows to nobody, and the whole of it', () => {
  expect(creditsOf('u_shaped', [], WON, 100)).toEqual([
    { source: 'unknown', medium: 'other', share: WHOLE_SHARE, amountMinor: 100 },
  ]);
});

const google = { source: 'google', medium: 'organic' } as const;
const direct = { source: 'direct', medium: 'direct' } as const;
const seen = (days: number, from?: Seen['from'], visitorId = 'v'): Seen => ({
  at: daysBefore(days),
  from,
  visitorId,
});
const MINUTE = 1 / 1_440;

it('counts a visit once, and anew after half an hour or from another source', () => {
  const touches = touchesOf(
    [
      seen(3, google),
      seen(3 - 5 * MINUTE),
      seen(3 - 34 * MINUTE),
      seen(3 - 70 * MINUTE, google),
      seen(2, google),
    ],
    WON,
  );
  expect(touches).toHaveLength(3);
  const other = touchesOf([seen(3, google), seen(3 - MINUTE, { source: 'news', medium: 'email' })], WON);
  expect(other.map(({ source }) => source)).toEqual(['google', 'news']);
});

it('counts direct visits only where there are no others', () => {
  expect(touchesOf([seen(5, google), seen(3, direct), seen(1, direct)], WON)).toHaveLength(1);
  expect(touchesOf([seen(3, direct), seen(1, direct)], WON)).toHaveLength(2);
});

it('leaves out what is older than 90 days, and what came after', () => {
  expect(touchesOf([seen(91, google), seen(89, google), seen(-1, google)], WON)).toMatchObject([
    { at: daysBefore(89) },
  ]);
});

it('keeps the visits of two browsers apart', () => {
  expect(touchesOf([seen(3, google, 'a'), seen(3 - MINUTE, google, 'b')], WON)).toHaveLength(2);
});
