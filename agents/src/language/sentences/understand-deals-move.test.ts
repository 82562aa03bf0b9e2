import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Stages, won and lost. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['Move it to Proposal', 'dealAgent move_deal: deal=@Contoso rollout; stage=Proposal'],
  ['move Globex expansion to the next stage', 'dealAgent move_deal: deal=@Globex expansion; stage=next'],
  ['put the Litware pilot in Negotiation', 'dealAgent move_deal: deal=@Litware pilot; stage=Negotiation'],
  ['Initech is in Discovery now', 'dealAgent move_deal: deal=@Initech onboarding; stage=Discovery'],
  ['move the Wingtip deal back a stage', 'dealAgent move_deal: deal=@Wingtip upgrade; stage=previous'],
  [
    'advance the Contoso rollout to Qualified please',
    'dealAgent move_deal: deal=@Contoso rollout; stage=Qualified',
  ],
  [
    'move all deals in Discovery to Proposal',
    'dealAgent update_deals: stage eq Discovery; set={stage: Proposal}',
  ],
  [
    'move Contoso rollout and Litware pilot to Proposal',
    'dealAgent move_deal: deal=@Contoso rollout; stage=Proposal',
    'dealAgent move_deal: deal=@Litware pilot; stage=Proposal',
  ],
  [
    'We lost the Contoso deal, they went with a cheaper competitor',
    'dealAgent close_deal: deal=@Contoso rollout; outcome=lost; reason=they went with a cheaper competitor',
  ],
  ['close the Fabrikam renewal as won', 'dealAgent close_deal: deal=@Fabrikam renewal; outcome=won'],
  ['we won Globex!', 'dealAgent close_deal: deal=@Globex expansion; outcome=won'],
  [
    'mark the Initech deal as lost because of budget',
    'dealAgent close_deal: deal=@Initech onboarding; outcome=lost; reason=budget',
  ],
  [
    'lost the wingtip upgrade to a competitor',
    'dealAgent close_deal: deal=@Wingtip upgrade; outcome=lost; reason=a competitor',
  ],
  ['set Litware pilot to won', 'dealAgent close_deal: deal=@Litware pilot; outcome=won'],
  [
    'Fabrikam renewal is lost: no budget this year',
    'dealAgent close_deal: deal=@Fabrikam renewal; outcome=lost; reason=no budget this year',
  ],
];

describe('deals that move and end', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
