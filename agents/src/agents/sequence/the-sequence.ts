import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { resolveOne } from '../../tools/resolve.ts';

const OFFERED = 6;
const NOUN = /\b(?:the|our|my|this|that|sequences?|cadences?|drips?|series|outreach|follow-?ups?|track)\b/giu;

/**
 * The sequence of that name; without one, the one that was spoken of last, or the only one there is.
 *
 * @throws AskBack when several may be meant
 */
export async function theSequence(context: ToolContext, name: string | undefined): Promise<SequenceRecord> {
  const { crm, scope } = context;
  const plain = name?.replace(NOUN, ' ').replace(/["“”]/g, '').replace(/\s+/g, ' ').trim();
  if (name && plain) return (await resolveOne(context, Sequence, plain, 'cadence')) as SequenceRecord;
  const spokenOf = context.focus.find(({ entity }) => entity === Sequence.name);
  if (spokenOf) return (await crm.records(Sequence).get(scope, spokenOf.id)) as SequenceRecord;
  const { records } = await crm.records(Sequence).find(scope, {
    where: [{ field: 'status', op: 'ne', value: 'archived' }],
    sort: '-updatedAt',
    limit: OFFERED,
  });
  const [only] = records;
  if (only && records.length === 1) return only as SequenceRecord;
  throw new AskBack({
    text: only
      ? 'Which sequence do you mean?'
      : 'There are no sequences yet. Say “a 5-step nurture for new leads” to draft one.',
    options: records.map(({ id, name: label, status }) => ({ label, detail: status, value: id })),
    argument: 'cadence',
  });
}
