import type { Parties } from '@clianta/crm-core/crm/proposal/parties.schema';
import { partiesOf } from '@clianta/crm-core/crm/proposal/parties-of';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { startOfDay } from '@clianta/crm-core/entity/days';
import { DateTime } from 'luxon';
import { figuresOf, type ProposalFigures } from './proposal-figures.ts';

/** A proposal in the words and figures that are printed: on paper, on its page, in an answer. */
export interface ProposalPaper extends Parties, ProposalFigures {
  number: string;
  /** "Revision 2"; absent for the first. */
  revision?: string;
  title: string;
  day: string;
  validUntil: string;
  intro?: string;
  terms?: string;
}

export async function paperOf(crm: CrmCore, proposal: ProposalRecord): Promise<ProposalPaper> {
  const [parties, { timeZone }] = await Promise.all([
    partiesOf(crm, proposal),
    crm.facts(proposal.workspaceId),
  ]);
  const { validUntil, intro, terms, revision, currency = 'USD' } = proposal;
  const day = (at: Date) => DateTime.fromJSDate(at, { zone: timeZone }).toFormat('d LLLL yyyy');
  return {
    ...parties,
    ...figuresOf(proposal, { ...parties, currency }),
    number: proposal.reference,
    ...(revision > 1 && { revision: `Revision ${revision}` }),
    title: proposal.title ?? Proposal.titleOf(proposal),
    day: day(proposal.sentAt ?? crm.now()),
    validUntil: validUntil ? day(startOfDay(validUntil, timeZone)) : '',
    ...(intro && { intro }),
    ...(terms && { terms }),
  };
}
