import { expect, it } from 'vitest';
import { asksToSee } from './asked-to-see.ts';

const proposal = {
  title: 'Reassign 19 open deals to Carlos',
  preview: { count: 19, sample: [{ title: 'Acme' }, { title: 'Fabrikam' }, { title: 'Contoso' }] },
};

it.each([
  'show me all 19',
  'Show me all of them, please',
  'which ones?',
  'which deals?',
  'who are they',
  "what's the rest",
  'list the other 16',
  'can I see them first?',
  'let me see the full list',
])('asks for its records: “%s”', (said) => {
  expect(asksToSee(said, proposal)).toBe(true);
});

it.each([
  'show me all 20',
  'show me all contacts',
  'show me the deals of Akira',
  'all of them',
  'what closes this quarter?',
  'reassign all 19 open deals',
])('does not: “%s”', (said) => {
  expect(asksToSee(said, proposal)).toBe(false);
});
