import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** An order in another turn of phrase, and the plain one that does the very same. */
const SAME: ReadonlyArray<[turned: string, plain: string]> = [
  ['the Contoso rollout should be owned by Mia', 'assign the Contoso rollout to Mia'],
  ['let Mia look after Globex', 'assign Globex to Mia'],
  ['Globex goes to Mia from now on', 'assign Globex to Mia'],
  ['everyone at Contoso goes to Mia', 'assign everyone at Contoso to Mia'],
  ['the Litware pilot needs to be moved to Proposal', 'move the Litware pilot to Proposal'],
  ['the contacts at Wingtip should get the tag vip', 'tag the contacts at Wingtip with vip'],
  ["Jane Doe's interest isn't Hardware any more, it's Services", "set Jane Doe's interest to Services"],
  [
    'Fabrikam renewal: next step should be "call the CFO"',
    'set the next step of Fabrikam renewal to "call the CFO"',
  ],
  [
    'Mia has to chase Contoso by Friday, put that on her list',
    'create a task for Mia to chase Contoso by Friday',
  ],
  ["I've already called Bob Tanaka, cross it off", 'complete the task call Bob Tanaka'],
  [
    'Jane Doe rang an hour ago, she wants a discount',
    'log a call with Jane Doe an hour ago: she wants a discount',
  ],
  ['remind me, which company does Jane Doe work for again?', 'which company does Jane Doe work for'],
  ['Give me a shout on Friday to call Omar Haddad', 'remind me on Friday to call Omar Haddad'],
  ['who is in charge of Globex', 'who owns Globex'],
  ['deals that ought to close this month', 'deals that are expected to close this month'],
  ['whom do we know at Contoso', 'who works at Contoso'],
  ["what's the best number to reach Jane Doe on?", 'what is the phone number of Jane Doe'],
  ['when was the last time anyone talked to Contoso', 'when did we last talk to Contoso'],
  ['has anyone been in touch with Globex lately?', 'when did we last talk to Globex'],
  [
    'Mia needs to send Jane Doe the questionnaire by Friday',
    'ask Mia to send Jane Doe the questionnaire by Friday',
  ],
  ['have Mia check the contract with Globex', 'ask Mia to check the contract with Globex'],
  ["Contoso should be Mia's account from now on", 'assign Contoso to Mia'],
  ['the Litware pilot is not in Discovery any more but in Proposal', 'move the Litware pilot to Proposal'],
  ['knock 10% off the Litware pilot', 'reduce the amount of the Litware pilot by 10%'],
  ['Jane Doe got promoted, she is VP Marketing now', 'Jane Doe is now VP Marketing'],
  [
    'on the Contoso rollout jot down that legal needs two more weeks',
    'note on the Contoso rollout: legal needs two more weeks',
  ],
  ['my late tasks are all done, mark them so', 'complete my late tasks'],
  ['T12 should be with Mia - he knows them well', 'assign T12 to Mia'],
  [
    "all open deals of Carlos go to Mia, she's taking over the small ones",
    'assign all open deals of Carlos to Mia',
  ],
  ['Called Bob Tanaka already, so tick that task off', 'complete the task call Bob Tanaka'],
  ['knock the Litware pilot down to 28k', 'set the amount of the Litware pilot to 28k'],
  [
    "don't touch the Litware pilot, I only want to know its amount",
    'what is the amount of the Litware pilot',
  ],
  [
    'just off the phone with Bob Tanaka. He will sign next week',
    'log a call with Bob Tanaka: He will sign next week',
  ],
  ['pipeline per rep, in dollars', 'pipeline by owner'],
  ["are any of Mia's tasks late? Let me see them", "are any of Mia's tasks late?"],
];

describe('an order in another turn of phrase', () => {
  it.each(SAME)('%s', async (turned, plain) => {
    const same = await understood(plain);
    expect(same).not.toBe('unclear');
    expect(await understood(turned)).toBe(same);
  });

  it.each([
    'if Mia is away, Globex should be owned by Carlos',
    'should Globex be owned by Mia?',
    'why should the Litware pilot be moved to Proposal',
    'when Globex signs, it goes to Mia',
    'the Litware pilot should be signed by Friday',
    'my meeting with Bob Tanaka: shift that task to Wednesday 2pm',
    'Mia needs to be away on Friday',
    'can Mia see the deals of Carlos',
    'make it a rule: everything from Norway goes to Mia',
  ])('is none: %s', async (said) => {
    expect(await understood(said)).not.toMatch(/update_|move_|create_(?!workflow)|log_|assign make/);
  });
});

describe('plain words', () => {
  it('leave what is cut out of the message as it was written', async () => {
    expect(await understood('note on Contoso: on the books of a new outfit')).toContain(
      'subject=on the books of a new outfit',
    );
    expect(await understood('add the company "Town Hall Outfit"')).toContain('name=Town Hall Outfit');
  });
});

describe('what is said to be a time of day', () => {
  it.each(['remind me on Friday at 25:30 to call Jane Doe', 'add a task to call Jane Doe tomorrow at 9:75'])(
    'and is none: %s',
    async (said) => {
      expect(await understood(said)).toBe('unclear');
    },
  );
});
