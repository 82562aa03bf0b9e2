import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { battlecardSayings } from './battlecard.sayings.ts';
import { competitorSayings } from './competitor.sayings.ts';
import { draftBattlecard } from './draft-battlecard.tool.ts';
import { getBattlecard } from './get-battlecard.tool.ts';
import { linkCompetitor } from './link-competitor.tool.ts';
import { listCompetitors } from './list-competitors.tool.ts';
import { publishBattlecard } from './publish-battlecard.tool.ts';
import { saveCompetitor } from './save-competitor.tool.ts';
import { swot } from './swot.tool.ts';
import { winLoss } from './win-loss.tool.ts';

const tools = [
  listCompetitors,
  getBattlecard,
  winLoss,
  swot,
  saveCompetitor,
  draftBattlecard,
  linkCompetitor,
  publishBattlecard,
];

export const competitorAgent = defineAgent({
  name: 'competitorAgent',
  description: 'Keeps competitors and battlecards, and says how deals end against them.',
  instructions: `You look after competitors: firms that sell what we sell. They are never contacts or customers. A deal that is lost
to one is closed by the deal agent. Say only what is kept: strengths, weaknesses, prices and figures come from the tools, each with
its source; where there is no evidence, say so. What a note or mail mentions is a suggestion, not a fact.`,
  tools,
  examples: [
    'A battlecard against Salesforce',
    'How do we do against Zoho?',
    'Who else is in the Kestrel deal?',
    'SWOT for Zoho',
  ],
  sayings: sayingsOf(tools, { ...competitorSayings, ...battlecardSayings }),
});
