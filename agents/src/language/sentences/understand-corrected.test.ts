import { expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Said, and what it is the same as. */
const PAIRS: ReadonlyArray<[said: string, same: string]> = [
  ['Call Jane tomorrow, I mean Friday', 'Call Jane Friday'],
  [
    'Remind me to send Bob the quote on Monday - no, Tuesday at 9',
    'Remind me to send Bob the quote on Tuesday at 9',
  ],
  ['Create a deal for 12k, no, 15k for Northwind', 'Create a deal for 15k for Northwind'],
  [
    'Set the amount of the Litware pilot to $20,000, sorry, $25,000',
    'Set the amount of the Litware pilot to $25,000',
  ],
  ['Show Jane Doe, or rather Bob Tanaka', 'Show Bob Tanaka'],
  ['Move the Fabrikam renewal to Proposal, wait, Negotiation', 'Move the Fabrikam renewal to Negotiation'],
];

it.each(PAIRS)('“%s” is “%s”', async (said, same) => {
  const meant = await understood(same);
  expect(meant).toMatch(/Agent /);
  expect(await understood(said)).toBe(meant);
});

it.each([
  ['Remember that Jane said no Friday works', 'Jane said no Friday works'],
  ['Remember that Bob is sorry, Jane is not', 'Bob is sorry, Jane is not'],
])('“%s” corrects nothing', async (said, kept) => {
  expect(await understood(said)).toContain(kept);
});
