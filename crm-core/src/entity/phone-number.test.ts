import { describe, expect, it } from 'vitest';
import {
  formatPhone,
  isPhoneNumber,
  normalPhone,
  phonePrefixes,
  phoneRegion,
  phoneWords,
} from './phone-number.ts';

describe('a phone number', () => {
  it.each([
    ['+1 (415) 555-0100', undefined, '+14155550100'],
    ['415.555.0100', 'US', '+14155550100'],
    ['030 / 901820', 'DE', '+4930901820'],
    ['+49 30 901820 ext 12', 'US', '+4930901820 ext. 12'],
    ['415 555 0100 x7', 'US', '+14155550100 ext. 7'],
    // not of the plan of that country: nothing is made up
    ['030 / 901820', 'US', '030 / 901820'],
    ['+1 555  0142', 'US', '+1 555 0142'],
    ['415 555 0100', undefined, '415 555 0100'],
  ] as const)('%s in %s is kept as %s', (written, region, stored) => {
    expect(normalPhone(written, region)).toBe(stored);
    expect(normalPhone(stored, region)).toBe(stored);
  });

  it('is read as it is written internationally', () => {
    expect(formatPhone('+4930901820 ext. 12')).toBe('+49 30 901820 ext. 12');
    expect(formatPhone('+1 555 0142')).toBe('+1 555 0142');
  });

  it('is found however it is written', () => {
    const isFound = (text: string, region: 'DE' | 'US', stored: string) =>
      phonePrefixes(text, region).some((prefix) =>
        phoneWords(stored).some((word) => word.startsWith(prefix)),
      );
    for (const text of [
      '+49 30 901820',
      '030/901820',
      '(030) 90 18 20',
      '0049 30 901820',
      '30901820',
      '4930901',
    ])
      expect(isFound(text, 'DE', '+4930901820'), text).toBe(true);
    expect(isFound('415-555', 'US', '+14155550100')).toBe(true);
    expect(isFound('555 0100', 'US', '+14155550100')).toBe(false);
  });

  it('is nothing else', () => {
    for (const wrong of ['call me', '12', 'jane@example.com', '+1 415 CALL NOW', '', '1'.repeat(30)])
      expect(isPhoneNumber(wrong), wrong).toBe(false);
  });

  it('is by default of the country of the locale', () => {
    expect(['de-AT', 'en-US', 'ja', 'xx'].map(phoneRegion)).toEqual(['AT', 'US', 'JP', undefined]);
  });
});
