import { expect, it } from 'vitest';
import { signInReturn } from './sign-in-return.ts';

it('reads what Google sent back, at its own address only', () => {
  expect(signInReturn({ pathname: '/sign-in', hash: '#ticket=a.b.c' })).toEqual({ ticket: 'a.b.c' });
  expect(signInReturn({ pathname: '/sign-in', hash: '#problem=Not%20you.' })).toEqual({
    problem: 'Not you.',
  });
  expect(signInReturn({ pathname: '/chat', hash: '#ticket=a.b.c' })).toBeUndefined();
});
