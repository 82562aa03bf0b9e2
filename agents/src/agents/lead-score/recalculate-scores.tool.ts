import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { scoreContacts } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOrMany } from '../../tools/change-inputs.ts';
import { chosen, matchingIds } from '../../tools/chosen-records.ts';
import { counted } from '../../tools/format.ts';
import { tableCard } from '../../tools/table-card.ts';

const SHOWN = 20;
const BATCH = 500;

export const recalculateScores = defineTool({
  name: 'recalculate_scores',
  does: 'Counting scores',
  operation: 'other',
  entity: 'contact',
  description: 'Counts scores and grades anew, of one lead, of those that a filter matches, or of all.',
  input: z.strictObject(oneOrMany(Contact)),
  effect: 'write',
  async run(given, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const { filter } = await chosen(context, Contact, 'contact', given as Record<string, unknown>);
    const ids = await matchingIds(context, Contact, filter);
    const moved: string[] = [];
    for (let from = 0; from < ids.length; from += BATCH) {
      context.signal.throwIfAborted();
      const leads = await scoreContacts(crm, scope.workspaceId, ids.slice(from, from + BATCH));
      for (const { contact, score } of leads) if (contact.leadScore !== score.score) moved.push(contact._id);
      if (ids.length > BATCH)
        context.status(`Counted ${Math.min(from + BATCH, ids.length)} of ${ids.length}`);
    }
    const what = counted(ids.length, Contact.label);
    if (moved.length === 0)
      return { text: `I counted the scores of ${what} anew; all were right.`, isAnswer: true };
    const records = await crm.records(Contact).getMany(scope, moved.slice(0, SHOWN));
    const changed = moved.length === 1 ? 'one score changed' : `${moved.length} scores changed`;
    return {
      text: `I counted the scores of ${what} anew: ${changed}.`,
      cards: [
        await tableCard(context, Contact, [...records.values()], {
          title: 'Scores that changed',
          count: moved.length,
          only: ['leadGrade', 'leadScore', 'owner'],
        }),
      ],
      isAnswer: true,
    };
  },
});
