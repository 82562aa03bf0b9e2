import { expect, it } from 'vitest';
import { problemIn } from './form-problems.ts';

const name = { name: 'name', label: 'Name', kind: 'text', isRequired: true } as const;

it('misses what is needed, also when only blanks are typed', () => {
  expect(problemIn(name, '  ')).toBe('Name is needed.');
  expect(problemIn({ ...name, isRequired: false }, '')).toBeUndefined();
});

it('takes addresses and numbers as people type them, and nothing else for one', () => {
  const email = { name: 'email', label: 'E-mail', kind: 'email' } as const;
  expect(problemIn(email, 'jane@acme.com')).toBeUndefined();
  expect(problemIn(email, 'jane')).toContain('jane@acme.com');
  const amount = { name: 'amount', label: 'Amount', kind: 'number' } as const;
  expect(problemIn(amount, '12,000')).toBeUndefined();
  expect(problemIn(amount, 'a lot')).toBe('This has to be a number.');
});
