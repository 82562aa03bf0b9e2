import { expect, it } from 'vitest';
import { returnsOn } from './returns-on.ts';

const NOW = new Date('2026-12-18T10:00:00Z');
const day = (text: string) => returnsOn(text, NOW).toISOString().slice(0, 10);

it('knows until when somebody is away, and takes a week where that is not said', () => {
  expect(day('I am out of office until January 7 and reply then.')).toBe('2027-01-07');
  expect(day('Away from 21 December to 4th of January 2027.')).toBe('2027-01-04');
  expect(day('Ich bin bis 28.12.2026 nicht im Büro.')).toBe('2026-12-28');
  expect(day('Back on 2026-12-22')).toBe('2026-12-22');
  expect(day('I am travelling with limited access.')).toBe('2026-12-25');
  expect(day('Since 1 March 2020 we have a new address.')).toBe('2026-12-25');
});
