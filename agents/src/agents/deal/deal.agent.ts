import { defineAgent } from '../../agent.ts';

import { sayingsOf } from '../../language/sayings.ts';

import { closeDeal } from './close-deal.tool.ts';
import { dealSayings } from './deal.sayings.ts';
import { createDeal, dealHealth, deleteDeals, getDeal, searchDeals, updateDeals } from './deal.tools.ts';
import { moveDeal } from './move-deal.tool.ts';

const tools = [searchDeals, getDeal, createDeal, updateDeals, moveDeal, closeDeal, deleteDeals, dealHealth];

export const dealAgent = defineAgent({
  name: 'dealAgent',
  description: 'Finds, creates, moves, wins and loses deals, and says which are at risk.',
  instructions: `You look after deals (opportunities). "What closes this quarter" means open deals with expectedClose inside it.
Amounts are in whole currency units. Use move_deal for stages, close_deal for won and lost, update_deals for everything else.`,
  tools,
  examples: [
    'What closes this quarter?',
    'Create a 12k deal for Acme closing end of next month',
    'Move the Acme deal to Proposal',
    'Open deals per rep',
    'Which deals are at risk?',
  ],
  sayings: sayingsOf(tools, dealSayings),
});
