import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { ToolContext } from '../tool.ts';
import { oneOf } from './fields.ts';
import { resolveOne } from './resolve.ts';

/** The arguments that name what a call, note or brief is about. */
export const subjectShape = {
  contact: oneOf(Contact).optional(),
  company: oneOf(Company).optional(),
  deal: oneOf(Opportunity).optional(),
};

/** The records that a call, note or brief is about, with the company that follows from the person or deal. */
export async function subjectsOf(
  context: ToolContext,
  args: { contact?: string | undefined; company?: string | undefined; deal?: string | undefined },
) {
  const deal = args.deal ? await resolveOne(context, Opportunity, args.deal, 'deal') : undefined;
  const contact = args.contact ? await resolveOne(context, Contact, args.contact, 'contact') : undefined;
  const companies = context.crm.records(Company);
  const companyId = contact?.companyId ?? deal?.companyId;
  const company = args.company
    ? await resolveOne(context, Company, args.company, 'company')
    : companyId
      ? (await companies.getMany(context.scope, [companyId])).get(companyId)
      : undefined;
  return { deal, contact, company };
}
