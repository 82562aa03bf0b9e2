import { describe, expect, it } from 'vitest';
import { amountIn } from './read-amount.ts';
import { readLines } from './read-lines.ts';

const LOCAL = { currency: 'USD', locale: 'en-US' };
const read = (text: string) =>
  readLines(text, LOCAL).lines.map(({ quantity, text: what, unitMinor }) => [
    quantity,
    what,
    unitMinor / 100,
  ]);

describe('what is offered, as it is said', () => {
  it.each([
    ['40 seats at 30', [[40, 'Seats', 30]]],
    ['10 licences at $99', [[10, 'Licences', 99]]],
    [
      'setup 1500, training 800',
      [
        [1, 'Setup', 1500],
        [1, 'Training', 800],
      ],
    ],
    [
      '50 units at 12.50 plus shipping 80',
      [
        [50, 'Units', 12.5],
        [1, 'Shipping', 80],
      ],
    ],
    [
      '40 seats at 30 and onboarding for 1,200',
      [
        [40, 'Seats', 30],
        [1, 'Onboarding', 1200],
      ],
    ],
    ['25 seats, yearly, 15 each', [[25, 'Seats yearly', 15]]],
    ['training and installation 800', [[1, 'Training installation', 800]]],
    ['3 x oven at 4.200,50', [[3, 'Oven', 4200.5]]],
    ['1500 for setup', [[1, 'Setup', 1500]]],
    ['40 at 30', [[40, 'Item', 30]]],
    ['licences 12 x 49', [[12, 'Licences', 49]]],
    ['5 days consulting at 1,200 a day', [[5, 'Days consulting', 1200]]],
    ['25 licences at 49 for 12 months', [[300, 'Licences, 12 months', 49]]],
    [
      '2.5 days at 900\ntravel: 300',
      [
        [2.5, 'Days', 900],
        [1, 'Travel', 300],
      ],
    ],
    ['500 units at 3.20', [[500, 'Units', 3.2]]],
    ['10 Windows 11 licences at 120', [[10, 'Windows 11 licences', 120]]],
  ])('reads “%s”', (text, lines) => {
    expect(read(text)).toEqual(lines);
  });

  it('has shares of a line, of the whole, and what is optional', () => {
    expect(readLines('40 seats at 30 with 10% off, setup 500, 19% VAT', LOCAL)).toMatchObject({
      lines: [{ discount: 0.1 }, { text: 'Setup' }],
      taxRate: 0.19,
    });
    expect(readLines('setup 1500, training 800, 10 percent off', LOCAL).discount).toBe(0.1);
    expect(readLines('40 seats at 30; optional: support 900', LOCAL).lines[1]).toEqual({
      text: 'Support',
      quantity: 1,
      unitMinor: 90_000,
      isOptional: true,
    });
    expect(readLines('12 modules at 45 with 5 percent off', LOCAL).lines).toEqual([
      { text: 'Modules', quantity: 12, unitMinor: 4_500, discount: 0.05 },
    ]);
  });

  it('has the currency that is named', () => {
    expect(readLines('40 seats at €30', LOCAL)).toMatchObject({
      currency: 'EUR',
      lines: [{ unitMinor: 3_000 }],
    });
    expect(readLines('40 seats at 3000 JPY', LOCAL)).toMatchObject({
      currency: 'JPY',
      lines: [{ unitMinor: 3_000 }],
    });
  });

  it('asks what something costs', () => {
    expect(() => readLines('40 seats', LOCAL)).toThrow('What does “40 seats” cost?');
    expect(() => readLines('40 seats at 30, onboarding', LOCAL)).toThrow('“onboarding”');
  });

  it('reads numbers as people write them', () => {
    expect(
      ['1,200', '1.200,50', '12.50', '1.5k', "1'200", '12,5'].map((one) => amountIn(one, 'en-US')),
    ).toEqual([1200, 1200.5, 12.5, 1500, 1200, 12.5]);
    expect(amountIn('1.500', 'de-DE')).toBe(1500);
    expect(amountIn('1.500', 'en-US')).toBe(1.5);
  });
});
