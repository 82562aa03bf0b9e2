import { expect, it } from 'vitest';
import { withMissingSpaces } from './missing-spaces.ts';

const known = new Set(['tomorrow', 'send', 'whoever', 'this', 'basis', 'deal', 'email']);
const read = (text: string) => withMissingSpaces(text, (word) => known.has(word));

it.each([
  ['book it tomorrowif they are late', 'book it tomorrow if they are late'],
  ['can yousend an email', 'can you send an email'],
  ['whoeveris assigned', 'whoever is assigned'],
])('parts what was run together: %s', (said, meant) => {
  expect(read(said)).toBe(meant);
});

it.each([
  'on the basis of that',
  'a Dealif GmbH',
  "titled 'yousend it'",
  'yousend@acme.example',
  'oasis tennis',
])('leaves words and names that it does not know alone: %s', (said) => {
  expect(read(said)).toBe(said);
});
