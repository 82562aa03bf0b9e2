import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { explainScore } from './explain-score.tool.ts';
import { leadScoreSayings } from './lead-score.sayings.ts';
import { listLeads } from './list-leads.tool.ts';
import { qualifyLead } from './qualify-lead.tool.ts';
import { recalculateScores } from './recalculate-scores.tool.ts';
import { recycleLeads } from './recycle-leads.tool.ts';
import { routeLeads } from './route-leads.tool.ts';
import { setIdealCustomer } from './set-ideal-customer.tool.ts';
import { tuneScoring } from './tune-scoring.tool.ts';

const tools = [
  explainScore,
  listLeads,
  recalculateScores,
  qualifyLead,
  routeLeads,
  recycleLeads,
  tuneScoring,
  setIdealCustomer,
];

export const leadScoreAgent = defineAgent({
  name: 'leadScoreAgent',
  description: 'Scores leads by fit and interest, says why, ranks, qualifies and shares them out.',
  instructions: `You look after lead scores. A score is counted from rules; never make one up, and never set one yourself. Explain by
the factors that the tool gives. "Best", "hottest", "top" leads are listed by score. Who a lead belongs to is changed by another
agent unless the routing rules shall decide.`,
  tools,
  examples: [
    'Why is Jane a B?',
    'Who are our hottest leads?',
    'Make demo requests worth 70',
    'What is our ideal customer?',
  ],
  sayings: sayingsOf(tools, leadScoreSayings),
});
