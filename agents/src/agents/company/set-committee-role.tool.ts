import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  BuyingCommittee,
  COMMITTEE_ROLES,
  type CommitteeMember,
} from '@clianta/crm-core/intelligence/buying-committee/buying-committee.schema';
import { committeeGaps } from '@clianta/crm-core/intelligence/buying-committee/committee-gaps';
import { changeCommittee, committeeOf } from '@clianta/crm-core/intelligence/buying-committee/committee-of';
import { suggestedRole } from '@clianta/crm-core/intelligence/buying-committee/suggested-role';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { roleInWords, stanceInWords } from './committee-words.ts';

export const setCommitteeRole = defineTool({
  name: 'set_committee_role',
  does: 'Keeping who decides',
  operation: 'other',
  entity: BuyingCommittee.name,
  description:
    'Keeps which part a contact plays in what the company buys, in general or in one deal: champion, economic buyer, decision maker, influencer, technical, user, blocker, legal; and the stance. isOut takes somebody who left out of it.',
  input: z.strictObject({
    contact: oneOf(Contact),
    role: z.enum(COMMITTEE_ROLES).optional().describe('Left out: what the job title suggests'),
    stance: z.number().int().min(-2).max(2).optional().describe('-2 against us, 2 for us'),
    deal: oneOf(Opportunity).optional().describe('Only in this deal'),
    isOut: z.boolean().optional().describe('Is not in it any more: left'),
  }),
  effect: 'write',
  async run({ contact: name, role, stance, deal: dealName, isOut = false }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const contact: ContactRecord = await resolveOne(context, Contact, name, 'contact');
    const { companyId } = contact;
    if (!companyId)
      throw new InvalidError(
        `**${contact.name}** belongs to no company yet, so to no buying committee. Say where they work first.`,
      );
    const deal =
      dealName === undefined ? undefined : await resolveOne(context, Opportunity, dealName, 'deal');
    const purchase = { companyId, ...(deal && { opportunityId: deal.id }) };
    const [company, before] = await Promise.all([
      crm.records(Company).get(scope, companyId),
      committeeOf(crm, scope, purchase),
    ]);
    const known = before?.members.find(({ contactId }) => contactId === contact.id);
    const focus = [focusOf(Contact, contact), focusOf(Company, company)];
    const where = `the buying committee of **${company.name}**${deal ? ` for **${deal.title}**` : ''}`;
    if (isOut && !known) return { text: `**${contact.name}** is not in ${where}.`, focus, isAnswer: true };
    const wanted = role ?? known?.role ?? suggestedRole(contact.jobTitle);
    if (!isOut && !wanted) throw whichRole(contact);
    const isSame = known && known.role === wanted && (stance === undefined || known.stance === stance);
    if (!isOut && isSame)
      return {
        text: `**${contact.name}** is the ${roleInWords(known.role).toLowerCase()} in ${where} already.`,
        focus,
        isAnswer: true,
      };
    const after = await changeCommittee(crm, scope, purchase, (members) => {
      const others = members.filter(({ contactId }) => contactId !== contact.id);
      if (isOut || !wanted) return others;
      const kept = stance ?? known?.stance;
      const member: CommitteeMember = {
        contactId: contact.id,
        role: wanted,
        ...(kept !== undefined && { stance: kept }),
        source: scope.actor.name,
      };
      return [...others, member];
    });
    const gaps = await gapsOf(context, companyId, after.members, isOut ? contact.id : undefined);
    const lacking = gaps.length > 0 ? ` ${capitalize(listed(gaps))}.` : '';
    const felt = stance === undefined ? '' : `, ${stanceInWords(stance).toLowerCase()}`;
    return {
      text: isOut
        ? `Took **${contact.name}** out of ${where}.${lacking}`
        : `Kept **${contact.name}** as the ${wanted ? roleInWords(wanted).toLowerCase() : ''} in ${where}${felt}.${lacking}`,
      changes: [{ entity: BuyingCommittee.name, id: after.id, change: before ? 'updated' : 'created' }],
      focus,
      suggestions: [`Who decides at ${company.name}?`, 'Undo that'],
      isAnswer: true,
    };
  },
});

const whichRole = ({ name }: ContactRecord) =>
  new AskBack({
    text: `Which part does **${name}** play?`,
    options: COMMITTEE_ROLES.map((role) => ({ label: roleInWords(role), value: role })),
    argument: 'role',
  });

/** @param leftId - who is gone, and counts no more among the people there */
async function gapsOf(
  { crm, scope, now }: ToolContext,
  companyId: string,
  members: readonly CommitteeMember[],
  leftId: string | undefined,
): Promise<string[]> {
  const { records } = await crm.records(Contact).find(scope, {
    where: [{ field: 'companyId', op: 'eq', value: companyId }],
    limit: 100,
  });
  return committeeGaps(
    members,
    records.filter(({ id }) => id !== leftId),
    now,
  );
}
