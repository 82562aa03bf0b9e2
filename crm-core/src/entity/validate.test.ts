import { expect, it } from 'vitest';
import { z } from 'zod';
import { validate } from './validate.ts';

const schema = z
  .strictObject({
    name: z.string().min(1),
    email: z.email(),
    seats: z.int().min(1).max(99).optional(),
    status: z.enum(['new', 'open']).optional(),
    tags: z.array(z.string().max(5)).max(2).optional(),
    own: z.string('has words of its own').optional(),
    inner: z.strictObject({ on: z.boolean() }).optional(),
  })
  .refine((one) => one.seats !== 13, 'needs another number of seats');

const refusal = (value: unknown) => {
  try {
    return validate(schema, value, 'order');
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};
const right = { name: 'Ada', email: 'ada@x.example' };

it('says in plain words what is wrong with each field', () => {
  expect(refusal({})).toBe('This order is not valid: name is missing; email is missing.');
  expect(
    refusal({
      name: '',
      email: 'x',
      seats: 100,
      status: 'shut',
      tags: ['a', 'b', 'c'],
      own: 1,
    }),
  ).toBe(
    'This order is not valid: name must not be empty; email is not an e-mail address; seats must be at most 99; status must be one of new, open; tags may have at most 2 entries; own has words of its own.',
  );
  expect(refusal({ ...right, seats: 1.5 })).toMatch(/seats must be a whole number/);
  expect(refusal({ ...right, name: ['x'], tags: ['123456'] })).toBe(
    'This order is not valid: name must be text; tags.0 may have at most 5 characters.',
  );
});

it('names unknown fields where they stand', () => {
  expect(refusal({ ...right, foo: 1, inner: { on: true, off: 1 } })).toBe(
    'This order is not valid: inner.off is not a known field; foo is not a known field.',
  );
});

it('makes a sentence of what is wrong with the whole', () => {
  expect(refusal({ ...right, seats: 13 })).toBe('This order needs another number of seats.');
  expect(refusal('x')).toBe('This order must be an object.');
});
