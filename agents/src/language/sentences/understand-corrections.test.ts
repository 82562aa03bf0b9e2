import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

/** Each pair means the same: people correct themselves while they write. */
const PAIRS: ReadonlyArray<[said: string, meant: string]> = [
  ['create a deal for 12k, no, 15k for Northwind', 'create a deal for 15k for Northwind'],
  ['create a 12k deal for Northwind, sorry, Globex', 'create a 12k deal for Globex'],
  ['call Jane Doe tomorrow, I mean Friday', 'call Jane Doe Friday'],
  ['remind me to call Bob tomorrow at 10, no, 11', 'remind me to call Bob tomorrow at 11'],
  ['remind me to call Bob tomorrow at 10am - I mean Friday', 'remind me to call Bob Friday at 10am'],
  ['remind me to call Bob on Friday at 3, or rather at 4pm', 'remind me to call Bob on Friday at 4pm'],
  ['move the Litware pilot to Proposal, no, Negotiation', 'move the Litware pilot to Negotiation'],
  ['assign the Litware pilot to Mia... no wait, Carlos', 'assign the Litware pilot to Carlos'],
  ['delete all contacts in Berlin, no, Hamburg', 'delete all contacts in Hamburg'],
  ['show my deals, I mean tasks', 'show my tasks'],
  ['show deals over 10k, make that 20k', 'show deals over 20k'],
  ["change Bob's email to bob@old.example, sorry, bob@new.example", "change Bob's email to bob@new.example"],
  ['mark Jane Doe as contacted, no, qualified', 'mark Jane Doe as qualified'],
  ['add Kim Novak from Northwind, sorry, Lea Novak from Globex', 'add Lea Novak from Globex'],
  ['create a deal for 12k, no 15k, scratch that, 18k for Northwind', 'create a deal for 18k for Northwind'],
];

describe('a correction in the same message', () => {
  it.each(PAIRS)('“%s” means “%s”', async (said, meant) => {
    const focus = [aFocus('opportunity', 'Litware pilot')];
    const expected = await understood(meant, { focus });
    expect(expected).not.toBe('unclear');
    expect(await understood(said, { focus })).toBe(expected);
  });

  it.each([
    'delete all contacts in Berlin, no, wait',
    'delete Bob, no, I mean something else',
    'assign all deals to Mia, no, wait',
    'move the Litware pilot to Proposal, scratch that',
  ])('does nothing when it is not clear what was meant: “%s”', async (said) => {
    expect(await understood(said)).toBe('unclear');
  });

  it.each([
    ['show deals, no older than 20 days', 'dealAgent search_deals: created gte now-20d'],
    [
      'remember that Jane Doe prefers mornings, I mean late mornings',
      'memoryAgent remember: fact=Jane Doe prefers mornings, I mean late mornings; about=@Jane Doe',
    ],
    [
      'log a call with Bob: no, he said, wait until Friday',
      'contactAgent log_activity: type=call; contact=@Bob Tanaka; subject=no, he said, wait until Friday',
    ],
  ])('leaves alone what is no correction: “%s”', async (said, expected) => {
    expect(await understood(said)).toBe(expected);
  });
});
