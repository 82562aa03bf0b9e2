import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Orders of every kind, each understood as it stands. */
const ORDERS = [
  'Add Kim Novak from Northwind, kim@northwind.example, VP Sales',
  'add company Vandelay Industries, vandelay.example, 250 employees, Chicago',
  'Create a 12k deal for Northwind closing end of next month',
  'create a deal called Annual license for Fabrikam, 25k, close date May 1',
  'change her phone to +1 415 555 0100',
  "Bob Tanaka's new phone number is 415-555-0199",
  'mark Omar as qualified',
  'make Globex a customer',
  'set status of all contacts at Contoso to customer',
  'set the close date of the Fabrikam renewal to March 15 and the amount to 30k',
  'the Litware pilot is now worth 35k',
  "Reassign all of Akira's open deals over 20k to Carlos",
  'make Mia the owner of Globex',
  'tag Bob as VIP and decision maker',
  'add the tag newsletter to all contacts at Contoso',
  'remove the vip tag from Bob Tanaka',
  "clear Grace's phone number",
  'rename Contoso rollout to Contoso phase 2',
  'raise the amount of the Litware pilot by 10%',
  'push the close date of the Litware pilot by two weeks',
  'move it to Proposal',
  'move all deals in Discovery to Proposal',
  'close the Fabrikam renewal as won',
  'mark the Initech deal as lost because of budget',
  'we won Globex!',
  'delete Bob Tanaka',
  'delete all lost deals older than 2 years',
  'remind me to call Bob tomorrow at 10',
  'create urgent task: call Omar re contract, due tomorrow 2pm',
  'complete all my overdue tasks',
  'mark the call with Jane as done',
  'push the task call Jane Doe to next Monday',
  'snooze the Contoso quote task until tomorrow',
  'delete the task Prepare Fabrikam slides',
  'log a call with Bob: he wants a revised quote',
  'had a meeting with Contoso yesterday about the rollout',
  'remember that Bob prefers mornings',
  'forget that Bob prefers mornings',
  'correction: Bob prefers afternoons',
  'Priya joined Contoso',
  'undo that',
  'delete all deals except those owned by me',
  'delete all contacts, but only those in Berlin',
  'Move the Contoso rollout to Negotiation and remind me to follow up next Tuesday',
];

/** Nothing in an order goes with any of these. */
const FOREIGN = [
  'purple giraffe',
  'called Zorbon Quux',
  'for 77 euros',
  'on 3 december 2031',
  'foo@bar.example',
];

describe('a part that is not understood', () => {
  it.each(ORDERS)('is never left out of “%s” without a word', async (order) => {
    const plain = await understood(order, { focus });
    expect(plain).not.toBe('unclear');
    const places = [0, ...[...order.matchAll(/\s+/g)].map(({ index }) => index), order.length];
    for (const foreign of FOREIGN) {
      for (const at of places) {
        const said = `${order.slice(0, at)} ${foreign} ${order.slice(at)}`.trim();
        expect(await understood(said, { focus }), said).not.toBe(plain);
      }
    }
  });
});
