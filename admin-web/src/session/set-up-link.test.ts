import { expect, it } from 'vitest';
import { codeOfLink } from './set-up-link.ts';

it('reads the code of the printed address, and of no other', () => {
  expect(codeOfLink({ pathname: '/set-up', hash: '#ABCD-EFGH-JKMN' })).toBe('ABCD-EFGH-JKMN');
  expect(codeOfLink({ pathname: '/', hash: '#ABCD-EFGH-JKMN' })).toBe('');
});
