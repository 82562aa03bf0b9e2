import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { defineTool, type ToolContext, type ToolResult } from '../tool.ts';
import { toolInputs } from './inputs.ts';
import { createdResult, focusOf } from './record-tools.ts';
import { resolveOne } from './resolve.ts';

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

export const logActivity = defineTool({
  name: 'log_activity',
  description:
    'Puts a call, note, e-mail or meeting that happened on the timeline of a person, company or deal.',
  input: toolInputs.log_activity,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { deal, contact, company } = await subjectsOf(context, args);
    if (!deal && !contact && !company) {
      throw new InvalidError('Say whom or what this was about: a person, a company or a deal.');
    }
    const at = args.at ? parseInstant(args.at, context) : context.now;
    if (!at) throw new InvalidError(`“${args.at}” is not a date I understand.`);
    const type = args.type ?? 'note';
    const record = await context.crm.records(Activity).create(context.scope, {
      type,
      subject: args.subject,
      at,
      userId: context.scope.actor.id,
      ...(args.body && { body: args.body }),
      ...(contact && { contactId: contact.id }),
      ...(company && { companyId: company.id }),
      ...(deal && { opportunityId: deal.id }),
    });
    const about = contact?.name ?? deal?.title ?? company?.name ?? '';
    const result = await createdResult(
      context,
      Activity,
      record,
      `Logged the ${type} with **${about}**: ${args.subject}.`,
    );
    result.focus = [
      ...(contact ? [focusOf(Contact, contact)] : []),
      ...(deal ? [focusOf(Opportunity, deal)] : []),
      ...(company ? [focusOf(Company, company)] : []),
    ];
    return result;
  },
});
