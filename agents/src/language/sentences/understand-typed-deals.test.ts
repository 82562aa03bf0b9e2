import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Moves, ends and changes of deals, ordered or told. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  // an amount alone is of the deal, never the revenue of the company
  ['Northwind 50k', 'dealAgent update_deals: set={amount: 50000}; deal=Northwind'],
  ['northwind deal -> proposal', 'dealAgent move_deal: deal=northwind; stage=Proposal'],
  ['litware pilot => negotiation', 'dealAgent move_deal: deal=@Litware pilot; stage=Negotiation'],
  [
    'Hm, can you please move the Globex expansion back to Qualified?',
    'dealAgent move_deal: deal=@Globex expansion; stage=Qualified',
  ],
  [
    "we're in negotiation with initech now",
    'dealAgent move_deal: deal=@Initech onboarding; stage=Negotiation',
  ],
  ["ok let's push it one stage further", 'dealAgent move_deal: deal=@Contoso rollout; stage=next'],
  ['move it one stage ahead', 'dealAgent move_deal: deal=@Contoso rollout; stage=next'],
  [
    'wingtip upgrade, discovery, 40%',
    'dealAgent update_deals: deal=@Wingtip upgrade; set={stage: Discovery, probability: 40}',
  ],
  [
    'mark the Kestrel training deal as lost because the budget was cut',
    'dealAgent close_deal: deal=Kestrel training; outcome=lost; reason=the budget was cut',
  ],
  ['move the Zeppelin deal to Proposal', 'dealAgent move_deal: deal=Zeppelin; stage=Proposal'],
  [
    'lost litware pilot, price too high',
    'dealAgent close_deal: deal=@Litware pilot; outcome=lost; reason=price too high',
  ],
  ['yay, we won the Globex expansion 🎉', 'dealAgent close_deal: deal=@Globex expansion; outcome=won'],
  [
    'close wingtip upgrade as lost - they chose a competitor',
    'dealAgent close_deal: deal=@Wingtip upgrade; outcome=lost; reason=they chose a competitor',
  ],
  [
    'initech onboarding is dead, no budget until next year',
    'dealAgent close_deal: deal=@Initech onboarding; outcome=lost; reason=no budget until next year',
  ],
  ['we lost it to Fabrikam', 'dealAgent close_deal: deal=@Contoso rollout; outcome=lost; reason=Fabrikam'],
  [
    'sadly the globex expansion fell through because their CFO said no',
    'dealAgent close_deal: deal=@Globex expansion; outcome=lost; reason=their CFO said no',
  ],
  ['bump litware pilot to 42k', 'dealAgent update_deals: deal=@Litware pilot; set={amount: 42000}'],
  [
    "it's 85k now and closes on june 12",
    'dealAgent update_deals: deal=@Contoso rollout; set={amount: 85000, expectedClose: 2026-06-12T00:00:00+02:00}',
  ],
  [
    'globex expansion slipped to q4',
    'dealAgent update_deals: deal=@Globex expansion; set={expectedClose: 2026-12-31T00:00:00+01:00}',
  ],
  [
    'push fabrikam renewal out by 3 weeks',
    'dealAgent update_deals: deal=@Fabrikam renewal; adjust={field: expectedClose, shift: +3w}',
  ],
  [
    "set the close date of all Akira's deals in Negotiation to the end of the month",
    'dealAgent update_deals: owner eq @Akira Mori & stage eq Negotiation; set={expectedClose: 2026-03-31T00:00:00+02:00}',
  ],
  [
    'rename the litware pilot to Litware EMEA rollout',
    'dealAgent update_deals: deal=@Litware pilot; set={title: Litware EMEA rollout}',
  ],
  [
    'i want carlos to own the globex expansion from now on',
    'dealAgent update_deals: deal=@Globex expansion; set={owner: @Carlos Vega}',
  ],
  ['reassign contoso rollout mia', 'dealAgent update_deals: deal=@Contoso rollout; set={owner: @Mia Schulz}'],
  [
    'discount the Wingtip upgrade by 15 percent',
    'dealAgent update_deals: deal=@Wingtip upgrade; adjust={field: amount, percent: -15}',
  ],
  [
    'cut the amount of the contoso rollout in half',
    'dealAgent update_deals: deal=@Contoso rollout; adjust={field: amount, percent: -50}',
  ],
  [
    'add 5k to the globex expansion',
    'dealAgent update_deals: deal=@Globex expansion; adjust={field: amount, by: 5000}',
  ],
  [
    'Fabrikam renewal: amount 28.5k, close 30 April, owner Dana',
    'dealAgent update_deals: deal=@Fabrikam renewal; set={amount: 28500, expectedClose: 2026-04-30T00:00:00+02:00, owner: @Dana Whitfield}',
  ],
  [
    'The contact for the Litware pilot is Grace Lindqvist',
    'dealAgent update_deals: deal=@Litware pilot; set={contact: @Grace Lindqvist}',
  ],
  ['tag all deals over 100k as strategic', 'dealAgent update_deals: amount gt 100000; addTags=[strategic]'],
  [
    "move all of Carlos' deals from Proposal to Negotiation, please and thank you",
    'dealAgent update_deals: owner eq @Carlos Vega & stage eq Proposal; set={stage: Negotiation}',
  ],
  ['get rid of the wingtip upgrade deal asap', 'dealAgent delete_deals: deal=@Wingtip upgrade'],
  [
    'sorry but can you delete the litware pilot? we created it by mistake',
    'dealAgent delete_deals: deal=@Litware pilot',
  ],
  ['delete the deal called Moonbase', 'dealAgent delete_deals: deal=Moonbase'],
  ['hmm delete that deal', 'dealAgent delete_deals: deal=@Contoso rollout'],
  [
    'move litware pilot to proposal, set it to 25k and close date may 31',
    'dealAgent move_deal: deal=@Litware pilot; stage=Proposal',
    'dealAgent update_deals: deal=@Litware pilot; set={amount: 25000, expectedClose: 2026-05-31T00:00:00+02:00}',
  ],
  [
    'win the globex expansion, lose the wingtip upgrade (no budget)',
    'dealAgent close_deal: deal=@Globex expansion; outcome=won',
    'dealAgent close_deal: deal=@Wingtip upgrade; outcome=lost; reason=no budget',
  ],
  [
    'move litware pilot to discovery, hm no, qualified',
    'dealAgent move_deal: deal=@Litware pilot; stage=Qualified',
  ],
  [
    'i think we should move it to negotiation',
    'dealAgent move_deal: deal=@Contoso rollout; stage=Negotiation',
  ],
  [
    'could you maybe change its amount to something like 55k',
    'dealAgent update_deals: deal=@Contoso rollout; set={amount: 55000}',
  ],
  ['give this one to akira pls', 'dealAgent update_deals: deal=@Contoso rollout; set={owner: @Akira Mori}'],
  [
    'since the budget got approved, set the probability to 90%',
    'dealAgent update_deals: deal=@Contoso rollout; set={probability: 90}',
  ],
  [
    'quick one: globex expansion owner -> carlos',
    'dealAgent update_deals: deal=@Globex expansion; set={owner: @Carlos Vega}',
  ],
  [
    'asap please: assign the wingtip upgrade to me',
    'dealAgent update_deals: deal=@Wingtip upgrade; set={owner: me}',
  ],
  ['moev teh litware pilot to propsal', 'dealAgent move_deal: deal=@Litware pilot; stage=Proposal'],
  [
    'asign fabrikam renewal to akria',
    'dealAgent update_deals: deal=@Fabrikam renewal; set={owner: @Akira Mori}',
  ],
  ['dleete the wingtip upgrde', 'dealAgent delete_deals: deal=wingtip upgrde'],
  [
    'hmm ok move initech onboarding to qualified pls',
    'dealAgent move_deal: deal=@Initech onboarding; stage=Qualified',
  ],
  [
    'the globex expansion should be in Negotiation',
    'dealAgent move_deal: deal=@Globex expansion; stage=Negotiation',
  ],
  [
    'litware pilot: 20k, 60%',
    'dealAgent update_deals: deal=@Litware pilot; set={amount: 20000, probability: 60}',
  ],
  [
    'hand the fabrikam renewal to carlos & push the close date by a month',
    'dealAgent update_deals: deal=@Fabrikam renewal; set={owner: @Carlos Vega}',
    'dealAgent update_deals: deal=@Fabrikam renewal; adjust={field: expectedClose, shift: +1m}',
  ],
  [
    'set contoso rollout to 50k and 80% and assign it to me',
    'dealAgent update_deals: deal=@Contoso rollout; set={amount: 50000, probability: 80, owner: me}',
  ],
  [
    'update contoso rollout - amount 44k - next step send msa',
    'dealAgent update_deals: deal=@Contoso rollout; set={amount: 44000, nextStep: send msa}',
  ],
];

describe('deals, as people speak of them', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
