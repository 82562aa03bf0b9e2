import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { z } from 'zod';
import { defineTool } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { dealHealth } from '../deal/deal.tools.ts';

/** Done by three agents side by side; where it is called as one of many things, how the deal stands is the answer. */
export const analyzeDeal = defineTool({
  name: 'analyze_deal',
  does: 'Analysing a deal',
  plan: () => 'deal_analysis',
  operation: 'other',
  entity: Opportunity.name,
  description:
    'Analyses one deal from several sides: how it stands, how likely it is won and why, and who else is in it.',
  input: z.strictObject({ deal: oneOf(Opportunity) }),
  effect: 'read',
  run: (args, context) => dealHealth.run(args, context),
});
