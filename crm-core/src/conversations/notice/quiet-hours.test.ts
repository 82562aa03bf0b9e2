import { describe, expect, it } from 'vitest';
import { afterQuiet } from './quiet-hours.ts';

const night = { quietFrom: '18:30', quietTo: '08:00' };
const berlin = (iso: string) => afterQuiet(night, new Date(iso), 'Europe/Berlin').toISOString();

describe('quiet hours', () => {
  it.each([
    ['in the evening, until the next morning', '2026-11-30T20:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['after midnight, until the same morning', '2026-12-01T01:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['from their first minute', '2026-11-30T17:30:00Z', '2026-12-01T07:00:00.000Z'],
    ['not any more when they end', '2026-12-01T07:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['not at noon', '2026-12-01T11:00:00Z', '2026-12-01T11:00:00.000Z'],
    ['by the clock when it is set back', '2026-10-24T20:00:00Z', '2026-10-25T07:00:00.000Z'],
  ])('hold %s', (_when, at, told) => {
    expect(berlin(at)).toBe(told);
  });

  it('may lie within a day, and may not be set', () => {
    const noon = new Date('2026-12-01T12:10:00Z');
    expect(afterQuiet({ quietFrom: '12:00', quietTo: '13:00' }, noon, 'UTC').toISOString()).toBe(
      '2026-12-01T13:00:00.000Z',
    );
    expect(afterQuiet({}, noon, 'UTC')).toBe(noon);
  });
});
