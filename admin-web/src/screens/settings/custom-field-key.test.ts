import { expect, it } from 'vitest';
import { keyOf, optionsOf } from './custom-field-key.ts';

it('makes a key that the server accepts', () => {
  expect(keyOf('Contract end date')).toBe('contractEndDate');
  expect(keyOf('2nd Größe (m²)')).toBe('ndGroEM');
  expect(keyOf('???')).toBe('');
});

it('reads options by line or comma, each once', () => {
  expect(optionsOf('Morning, Noon\nMorning\n\n')).toEqual(['Morning', 'Noon']);
});
