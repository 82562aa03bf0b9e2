import { expect, it } from 'vitest';
import { kindOf } from './use-chosen-rows.ts';

const row = (entity?: string, id?: string) => ({
  cells: {},
  ...(entity && { entity }),
  ...(id && { id }),
});

it('is one kind of record only where every row is one of it', () => {
  expect(kindOf({ rows: [row('contact', 'a'), row('contact', 'b')] })).toBe('contact');
  expect(kindOf({ rows: [row('contact', 'a'), row('company', 'b')] })).toBeUndefined();
  expect(kindOf({ rows: [row('contact', 'a'), row()] })).toBeUndefined();
  expect(kindOf({ rows: [row('contact')] })).toBeUndefined();
  expect(kindOf({ rows: [] })).toBeUndefined();
});
