import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { isId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { counted } from '../../tools/format.ts';
import { sampleOf } from '../../tools/present.ts';
import { candidates } from '../../tools/resolve.ts';

/** What a proposal is called by besides its number: the record of its deal, company or contact. */
const OF = [
  [Opportunity, 'dealId'],
  [Company, 'companyId'],
  [Contact, 'contactId'],
] as const;
const NOUN =
  /\b(?:the|our|my|a|an|proposals?|quotes?|quotations?|offers?|estimates?|deal|for|of|to|number|no\.?)\b/giu;
const NUMBER = /^p?\s*#?(\d+)(?:\s*(?:rev\.?|revision|-)\s*(\d+))?$/iu;
/** What is still talked about with the customer. */
const OPEN: ReadonlySet<string> = new Set(['draft', 'sent', 'viewed']);
const MOST_OPTIONS = 6;

/**
 * The proposal that a number, or the name of its deal, company or contact means: the newest revision, and of several the one
 * that is open.
 *
 * @throws AskBack when several are meant, InvalidError when none is
 */
export async function proposalCalled(
  context: ToolContext,
  name: string,
  argument = 'proposal',
): Promise<ProposalRecord> {
  const proposals = context.crm.records(Proposal);
  if (isId(name.trim())) return newest(context, await proposals.get(context.scope, name.trim()));
  const [, digits, revision] = NUMBER.exec(name.replace(NOUN, ' ').replace(/\s+/g, ' ').trim()) ?? [];
  if (digits) {
    const where: Condition[] = [
      { field: 'reference', op: 'eq', value: `P${Number(digits)}` },
      ...(revision ? [{ field: 'revision', op: 'eq' as const, value: Number(revision) }] : []),
    ];
    const { records } = await proposals.find(context.scope, { where, sort: '-revision', limit: 1 });
    if (records[0]) return records[0];
    throw new InvalidError(`There is no proposal P${Number(digits)}. ${await known(context)}`);
  }
  const found = await ofRecordsCalled(context, name.replace(NOUN, ' ').replace(/\s+/g, ' ').trim() || name);
  const open = found.filter(({ status }) => OPEN.has(status));
  const [only, ...others] = open.length > 0 ? open : found;
  if (only && others.length === 0) return only;
  const spokenOf = found.find(({ id }) => context.focus.some((item) => item.id === id));
  if (spokenOf) return spokenOf;
  if (!only) throw new InvalidError(`There is no proposal for “${name}”. ${await known(context)}`);
  throw await whichOf(context, [only, ...others], name, argument);
}

async function whichOf(
  context: ToolContext,
  found: readonly ProposalRecord[],
  name: string,
  argument: string,
): Promise<AskBack> {
  const offered = found.slice(0, MOST_OPTIONS);
  const titled = offered.map((one) => ({ id: one.id, title: Proposal.titleOf(one) }));
  const sample = await sampleOf(context, Proposal, titled);
  return new AskBack({
    text: `Which proposal do you mean by “${name}”?`,
    options: offered.map(({ id }, at) => ({
      label: sample[at]?.title ?? '',
      ...(sample[at]?.detail && { detail: sample[at].detail }),
      value: id,
    })),
    argument,
  });
}

/** The last revision of it, unless this very one was approved of. */
async function newest(context: ToolContext, proposal: ProposalRecord): Promise<ProposalRecord> {
  if (!proposal.replacedById || context.approvedIds) return proposal;
  const { records } = await context.crm.records(Proposal).find(context.scope, {
    where: [{ field: 'reference', op: 'eq', value: proposal.reference }],
    sort: '-revision',
    limit: 1,
  });
  return records[0] ?? proposal;
}

/** The proposals, newest first, of the first kind of record that is called so and has any. */
async function ofRecordsCalled(context: ToolContext, name: string): Promise<ProposalRecord[]> {
  const proposals = context.crm.records(Proposal);
  const isCurrent: Condition = { field: 'status', op: 'ne', value: 'replaced' };
  for (const [entity, field] of OF) {
    const ids = (await candidates(context, entity, name)).map(({ id }) => id);
    if (ids.length === 0) continue;
    const where: Condition[] = [{ field, op: 'in', value: ids }, isCurrent];
    const { records } = await proposals.find(context.scope, { where, limit: 20 });
    if (records.length > 0) return records;
  }
  const { records } = await proposals.find(context.scope, { search: name, where: [isCurrent], limit: 20 });
  return records;
}

async function known({ crm, scope }: ToolContext): Promise<string> {
  const count = await crm.records(Proposal).count(scope, {});
  return count === 0
    ? 'Say “a proposal for Acme, 40 seats at 30”, and I draft one.'
    : `I know ${counted(count, Proposal.label)}; ask me to list them.`;
}
