import { describe, expect, it } from 'vitest';
import { chance } from '../../demo/random.ts';
import { divided, spread } from './exact.ts';
import { type ProposalLine, proposalLineSchema } from './proposal-line.schema.ts';
import { deepestDiscount, discountFor, type Priced, proposalTotals } from './proposal-totals.ts';

const aLine = (line: Partial<ProposalLine> = {}): ProposalLine => ({
  text: 'Seats',
  quantity: 40,
  unitMinor: 3_000,
  ...line,
});

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

/** Proposals of all sorts, the same at every run. */
function* proposals(count: number): Generator<Priced> {
  const { int, isLikely } = chance(7);
  const upTo = (most: number) => int(0, most);
  for (let at = 0; at < count; at++) {
    const lines = Array.from({ length: 1 + upTo(6) }, (_, index) =>
      aLine({
        quantity: (1 + upTo(5_000)) / 1_000,
        unitMinor: upTo(200_000) - (index > 0 && isLikely(0.1) ? 60_000 : 0),
        ...(isLikely(0.4) && { discount: upTo(100) / 100 }),
        taxRate: [0, 0.07, 0.19, 0.08875][upTo(3)] ?? 0,
        ...(isLikely(0.2) && { isOptional: true }),
      }),
    );
    const off = isLikely(0.5) ? { discount: upTo(1_000) / 1_000 } : { discountMinor: upTo(500) };
    yield { lines, ...off, taxIncluded: isLikely(0.5) };
  }
}

describe('what a proposal comes to', () => {
  it('is 1,200, with 10 percent off 1,080, with 19 percent tax 1,285.20', () => {
    expect(proposalTotals({ lines: [aLine()] }).totalMinor).toBe(120_000);
    expect(proposalTotals({ lines: [aLine()], discount: 0.1 }).totalMinor).toBe(108_000);
    const taxed = proposalTotals({ lines: [aLine({ taxRate: 0.19 })], discount: 0.1 });
    expect(taxed).toMatchObject({
      subtotalMinor: 120_000,
      discountMinor: 12_000,
      netMinor: 108_000,
      taxMinor: 20_520,
      totalMinor: 128_520,
    });
  });

  it('is nothing with 100 percent off, and refused below', () => {
    expect(proposalTotals({ lines: [aLine({ discount: 1, taxRate: 0.19 })] }).totalMinor).toBe(0);
    expect(proposalTotals({ lines: [aLine({ taxRate: 0.19 })], discount: 1 }).totalMinor).toBe(0);
    expect(() => proposalTotals({ lines: [aLine()], discountMinor: 120_001 })).toThrow('less than nothing');
    expect(() => proposalTotals({ lines: [aLine({ unitMinor: -1 })] })).toThrow('less than nothing');
    const huge = aLine({ quantity: 1e9, unitMinor: 1e12 });
    expect(() => proposalTotals({ lines: [huge] })).toThrow('more than can be counted');
  });

  it('leaves out what is optional, and has the net of prices with tax rounded once for each rate', () => {
    const lines = [
      aLine({ quantity: 1, unitMinor: 999, taxRate: 0.19 }),
      aLine({ quantity: 1, unitMinor: 999, taxRate: 0.19 }),
      aLine({ quantity: 1, unitMinor: 500, taxRate: 0.07 }),
      aLine({ quantity: 1, unitMinor: 77_700, isOptional: true }),
    ];
    expect(proposalTotals({ lines, taxIncluded: true })).toEqual({
      lines: [999, 999, 500, 77_700],
      subtotalMinor: 2_498,
      discountMinor: 0,
      taxes: [
        { rate: 0.07, netMinor: 467, taxMinor: 33 },
        { rate: 0.19, netMinor: 1_679, taxMinor: 319 },
      ],
      netMinor: 2_146,
      taxMinor: 352,
      totalMinor: 2_498,
    });
  });

  it('rounds halves away from zero', () => {
    expect([divided(5n, 10n), divided(-5n, 10n), divided(15n, 10n), divided(-14n, 10n)]).toEqual([
      1n,
      -1n,
      2n,
      -1n,
    ]);
    expect(proposalTotals({ lines: [aLine({ quantity: 0.5, unitMinor: 1 })] }).totalMinor).toBe(1);
    const credited = [aLine({ quantity: 1, unitMinor: 10 }), aLine({ quantity: 0.5, unitMinor: -1 })];
    expect(proposalTotals({ lines: credited }).lines).toEqual([10, -1]);
    expect(proposalTotals({ lines: [aLine({ quantity: 1.005, unitMinor: 100 })] }).totalMinor).toBe(101);
  });

  it('adds up as printed, whatever is offered', () => {
    let checked = 0;
    for (const priced of proposals(3_000)) {
      let totals: ReturnType<typeof proposalTotals>;
      try {
        totals = proposalTotals(priced);
      } catch {
        continue;
      }
      checked++;
      const printed = totals.lines.filter((_, at) => !priced.lines[at]?.isOptional);
      expect(sum(printed)).toBe(totals.subtotalMinor);
      const net = totals.subtotalMinor - totals.discountMinor;
      expect(priced.taxIncluded ? totals.totalMinor : totals.netMinor).toBe(net);
      expect(sum(totals.taxes.map((one) => one.netMinor))).toBe(totals.netMinor);
      expect(sum(totals.taxes.map((one) => one.taxMinor))).toBe(totals.taxMinor);
      expect(totals.netMinor + totals.taxMinor).toBe(totals.totalMinor);
      for (const { rate, netMinor, taxMinor } of totals.taxes)
        expect(Math.abs(taxMinor - netMinor * rate)).toBeLessThanOrEqual(priced.taxIncluded ? 1 : 0.5 + 1e-6);
    }
    expect(checked).toBeGreaterThan(2_000);
  });

  it('spreads an amount so that the parts add up and none is off by a whole unit', () => {
    const { int } = chance(11);
    for (let at = 0; at < 2_000; at++) {
      const weights = Array.from({ length: int(1, 7) }, () => BigInt(int(1, 900)));
      const amount = BigInt(int(-2_000, 8_000));
      const parts = spread(amount, weights);
      const all = Number(weights.reduce((one, other) => one + other, 0n));
      expect(parts.reduce((one, other) => one + other, 0n)).toBe(amount);
      for (const [index, part] of parts.entries())
        expect(Math.abs(Number(part) - (Number(amount) * Number(weights[index])) / all)).toBeLessThan(1);
    }
    expect(spread(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });

  it('is brought to an amount by what is taken off the whole', () => {
    const priced = { lines: [aLine({ taxRate: 0.19 })] };
    const discountMinor = discountFor(priced, 100_000);
    expect(proposalTotals({ ...priced, discountMinor }).totalMinor).toBe(100_000);
    expect(discountFor(priced, 900_000)).toBeUndefined();
  });

  it('knows the deepest discount: those of a line and of the whole together', () => {
    expect(deepestDiscount({ lines: [aLine()], discount: 0.15 })).toBeCloseTo(0.15, 9);
    expect(deepestDiscount({ lines: [aLine({ discount: 0.1 }), aLine()], discount: 0.1 })).toBeCloseTo(
      0.19,
      9,
    );
    expect(deepestDiscount({ lines: [aLine()], discountMinor: 30_000 })).toBeCloseTo(0.25, 9);
    expect(deepestDiscount({ lines: [aLine()] })).toBe(0);
  });

  it('takes quantities of three decimals and no more', () => {
    expect(proposalLineSchema.safeParse(aLine({ quantity: 0.125 })).success).toBe(true);
    expect(proposalLineSchema.safeParse(aLine({ quantity: 1.0005 })).success).toBe(false);
  });
});
