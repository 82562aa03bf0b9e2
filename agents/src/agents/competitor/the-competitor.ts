import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import type { QuestionOption, ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { candidates, resolveOne } from '../../tools/resolve.ts';

/** Names offered when none was said. */
const OFFERED = 6;

/** What adding a competitor that nobody knows yet would be. */
function addingOption(name: string, deal?: string): QuestionOption {
  return {
    label: `Add ${name} as a competitor`,
    value: name,
    call: { tool: 'save_competitor', args: { name, ...(deal && { deal }) } },
  };
}

/**
 * The competitor of that name; without one, the one that was spoken of last, or the only one there is.
 *
 * @param deal - that it is to be linked to once it is added
 * @throws AskBack when it is not known, or several may be meant
 */
export async function theCompetitor(
  context: ToolContext,
  name: string | undefined,
  deal?: string,
): Promise<CompetitorRecord> {
  if (name !== undefined) {
    if ((await candidates(context, Competitor, name)).length > 0)
      return resolveOne(context, Competitor, name, 'competitor');
    throw new AskBack({
      text: `There is no competitor called “${name}”. Shall I add it?`,
      options: [addingOption(name, deal)],
      argument: 'competitor',
    });
  }
  const { crm, scope } = context;
  const spokenOf = context.focus.find(({ entity }) => entity === Competitor.name);
  if (spokenOf) return crm.records(Competitor).get(scope, spokenOf.id);
  const { records } = await crm.records(Competitor).find(scope, { sort: 'name', limit: OFFERED });
  const [only] = records;
  if (only && records.length === 1) return only;
  throw new AskBack({
    text: only
      ? 'Which competitor do you mean?'
      : 'There are no competitors yet. Say “add a competitor called …” first.',
    options: records.map(({ id, name: label }) => ({ label, value: id })),
    argument: 'competitor',
  });
}
