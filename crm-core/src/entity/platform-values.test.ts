import { describe, expect, it } from 'vitest';
import { currency, locale, timeZone } from './platform-values.ts';

describe('what the platform must know', () => {
  it.each([
    [locale, 'de_DE', 'de-DE'],
    [locale, 'EN-us', 'en-US'],
    [timeZone, 'europe/berlin', 'Europe/Berlin'],
    [timeZone, 'Asia/Kolkata', 'Asia/Kolkata'],
    [timeZone, 'UTC', 'UTC'],
    [currency, 'usd', 'USD'],
  ])('is written as the platform writes it', (schema, given, known) => {
    expect(schema().parse(given)).toBe(known);
  });

  it.each([
    [locale, ['xx-YY', 'german', '', 'de-', '*']],
    [timeZone, ['Europe/Atlantis', '+02:00', 'nonsense', '']],
    [currency, ['ABC', 'EURO', '', '€']],
  ])('and is refused otherwise', (schema, wrong) => {
    for (const one of wrong) expect(schema().safeParse(one).success, one).toBe(false);
  });
});
