import { describe, expect, it } from 'vitest';
import { fillTemplate } from './fill-template.ts';
import { dueAfter } from './next-due.ts';

describe('a text that is filled in', () => {
  const record = { name: 'Ada', city: '' };

  it('takes what the record has, and nothing that it inherits', () => {
    expect(fillTemplate('Call {{ record.name | upcase }}', { record })).toBe('Call ADA');
    expect(fillTemplate('Call {{ record.city }}!', { record })).toBe('Call !');
    expect(() => fillTemplate('{{ record.constructor.name }}', { record })).toThrow(/cannot be filled in/);
  });

  it('says what is wrong with it: an unknown name, an unknown filter, no end', () => {
    for (const text of [
      '{{ record.nmae }}',
      '{{ record.name | shout }}',
      '{{ record.name',
      "{% include 'x' %}",
    ])
      expect(() => fillTemplate(text, { record }), text).toThrow(/cannot be filled in/);
  });

  it('is given up when it takes too long', () => {
    const started = Date.now();
    expect(() =>
      fillTemplate('{% for a in (1..9999999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}', {}),
    ).toThrow();
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});

describe('a wait', () => {
  const zone = 'Europe/Berlin';
  const wait = (given: Parameters<typeof dueAfter>[0], now: string, record = {}) =>
    dueAfter(given, new Date(now), record, zone).toISOString();

  it('counts days of the calendar: after the clocks were put back it is the same time of day', () => {
    expect(wait({ for: { amount: 1, unit: 'days' } }, '2026-10-24T07:00:00Z')).toBe(
      '2026-10-25T08:00:00.000Z',
    );
    expect(wait({ for: { amount: 24, unit: 'hours' } }, '2026-10-24T07:00:00Z')).toBe(
      '2026-10-25T07:00:00.000Z',
    );
  });

  it('ends at the next such time, or so many days from a date of the record', () => {
    expect(wait({ until: '09:00' }, '2026-11-20T07:59:00Z')).toBe('2026-11-20T08:00:00.000Z');
    expect(wait({ until: '09:00' }, '2026-11-20T08:00:00Z')).toBe('2026-11-21T08:00:00.000Z');
    expect(wait({ field: 'endsAt', days: -60 }, '2026-01-01T00:00:00Z', { endsAt: '2026-06-01' })).toBe(
      '2026-04-01T22:00:00.000Z',
    );
    expect(() => wait({ field: 'endsAt', days: 1 }, '2026-01-01T00:00:00Z')).toThrow(/no date/);
  });
});
