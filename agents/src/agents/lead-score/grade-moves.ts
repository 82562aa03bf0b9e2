import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { previewScoring } from '@clianta/crm-core/intelligence/scoring/rescore';
import type { Scoring } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import type { Proposal, ToolContext } from '../../tool.ts';
import { counted } from '../../tools/format.ts';

/** What a change of the rules or the profile does to grades, as a proposal. */
export async function gradesProposal(
  { crm, scope }: ToolContext,
  title: string,
  scoring: Scoring,
  changes: Proposal['preview']['changes'],
): Promise<Proposal> {
  const { moves, moved, counted: all } = await previewScoring(crm, scope.workspaceId, scoring);
  const lines = [...moves].flatMap(([from, to]) =>
    [...to].map(([grade, count]) => ({
      label: from === 'none' ? `First grade ${grade}` : `From ${from} to ${grade}`,
      to: counted(count, Contact.label),
    })),
  );
  const none = { label: 'Grades', to: `none of ${counted(all, Contact.label)} moves` };
  return {
    title,
    preview: { count: moved, sample: [], changes: [...changes, ...(lines.length > 0 ? lines : [none])] },
    recordIds: [],
  };
}
