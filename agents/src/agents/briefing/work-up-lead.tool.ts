import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { z } from 'zod';
import { defineTool } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { explainScore } from '../lead-score/explain-score.tool.ts';

/** Done as a plan, one step after the other; where it is called as one of many things, the score is explained. */
export const workUpLead = defineTool({
  name: 'work_up_lead',
  does: 'Working up a lead',
  plan: ({ goal }) => (goal === 'data' ? 'data_enrichment' : 'lead_qualification'),
  operation: 'other',
  entity: Contact.name,
  description:
    'Takes one lead through the whole qualification: counts its score anew, says what it is made of, proposes who takes it by the routing rules, names the workflows there are for it, and adds a task to call. For its data: what the newest mail says, what is not known, and who looks like it.',
  input: z.strictObject({
    contact: oneOf(Contact),
    goal: z.enum(['qualification', 'data']).default('qualification'),
  }),
  effect: 'write',
  run: ({ contact }, context) => explainScore.run({ contact }, context),
});
