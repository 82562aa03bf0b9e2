import { expect, it } from 'vitest';
import { tokenOfLink } from './password-link.ts';

it('reads the token of the address that the link leads to, and of no other', () => {
  expect(tokenOfLink({ pathname: '/welcome', hash: '#a.b.c' })).toBe('a.b.c');
  expect(tokenOfLink({ pathname: '/welcome', hash: '' })).toBeUndefined();
  expect(tokenOfLink({ pathname: '/chat', hash: '#a.b.c' })).toBeUndefined();
});
