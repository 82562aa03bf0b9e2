import { ACTIVITY_TYPES, Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { createdResult } from '../../tools/create-tool.ts';
import { focusOf, nearTo } from '../../tools/focus.ts';
import { subjectShape, subjectsOf } from '../../tools/subjects-of.ts';

export const logActivity = defineTool({
  name: 'log_activity',
  does: 'Logging what happened',
  operation: 'create',
  entity: 'activity',
  description:
    'Puts a call, note, e-mail or meeting that happened on the timeline of a person, company or deal.',
  input: z.strictObject({
    type: z.enum(ACTIVITY_TYPES).optional(),
    subject: z.string().describe('What happened, in a few words'),
    body: z.string().optional(),
    at: slot({ kind: 'since' }, z.string().describe('ISO 8601; default now')).optional(),
    ...subjectShape,
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { deal, contact, company } = await subjectsOf(context, args);
    if (!deal && !contact && !company) {
      throw new InvalidError('Say whom or what this was about: a person, a company or a deal.');
    }
    const at = args.at ? parseInstant(args.at, context) : context.now;
    if (!at) throw new InvalidError(`“${args.at}” is not a date I understand.`);
    const type = args.type ?? 'note';
    // what was written down may tell of a day to come
    if (type !== 'note' && at > context.now)
      throw new InvalidError(
        `That ${type} is still to come, so I logged nothing. Say “schedule a ${type}” or “remind me of it” with the same words.`,
      );
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
      ...(contact ? [focusOf(Contact, contact), ...(await nearTo(context, Contact, contact))] : []),
      ...(deal ? [focusOf(Opportunity, deal)] : []),
      ...(company ? [focusOf(Company, company)] : []),
    ];
    return result;
  },
});
