import { expect, it } from 'vitest';
import { isForOthers } from './addressee.ts';

it.each([
  'thanks',
  'Thanks!',
  'Thank you so much, Carlos',
  'thx Ben 🙏',
  'cheers all',
  'Thanks for that, Ada',
])('is silent about thanks: %s', (text) => expect(isForOthers(text, false)).toBe(true));

it.each([
  'Add Thanks Ltd',
  'Thank you. Now move the Acme deal to Proposal and tell me what is left',
  'and the amount?',
  'Which of them said thank you?',
])('takes what asks for something: %s', (text) => expect(isForOthers(text, false)).toBe(false));

it('is silent when somebody else is named', () => {
  expect(isForOthers('what do you think?', true)).toBe(true);
});
