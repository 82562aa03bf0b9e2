import { describe, expect, it } from 'vitest';
import { fits } from './expected-value.ts';

describe('whether a value is what is expected', () => {
  it.each([
    ['2026-12-02T09:00', '2026-12-02', true],
    ['2026-12-02T09:00', '2026-12-02T10:00', false],
    ['Acme', 'acme', true],
    ['Acme GmbH', 'acme', false],
    ['they move in March', '/move.*march/', true],
    [undefined, null, true],
    ['', null, true],
    [0, null, false],
    [120, 120, true],
    ['120', 120, false],
    [['a', 'b'], { has: 'B' }, true],
    ['2026-12-31T23:00', { from: '2026-12-01', until: '2026-12-31' }, true],
    ['2027-01-01', { from: '2026-12-01', until: '2026-12-31' }, false],
    [undefined, { before: '2026-10-01' }, false],
    [undefined, { not: { from: '2026-10-01' } }, true],
    ['new', { in: ['open', 'new'] }, true],
  ])('%j against %j: %j', (value, expected, is) => {
    expect(fits(value, expected)).toBe(is);
  });
});
