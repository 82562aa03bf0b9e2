import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { createdResult } from '../../tools/create-tool.ts';
import { createShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { formatDate } from '../../tools/format.ts';
import { subjectsOf } from '../../tools/subjects-of.ts';
import { storedValues } from '../../tools/translate.ts';
import { createForEach, forEachShape, proposeForEach } from './task-for-each.ts';

export const createTask = defineTool({
  name: 'create_task',
  does: 'Adding a task',
  operation: 'create',
  entity: 'task',
  description:
    'Creates a task or reminder, linked to the person, company or deal it is about; or with forEach one for each of many records.',
  input: z.strictObject({ ...createShape(Task), forEach: forEachShape.optional() }),
  effect: 'ask',
  async propose({ forEach, ...given }, context) {
    const each = forEachShape.optional().parse(forEach);
    return each && proposeForEach(context, each, given);
  },
  async run({ forEach, ...given }, context): Promise<ToolResult> {
    const each = forEachShape.optional().parse(forEach);
    return each ? createForEach(context, each, given) : createOne(context, given);
  },
});

async function createOne(context: ToolContext, args: Record<string, unknown>): Promise<ToolResult> {
  const { contact, company, deal, ...given } = args as Record<string, unknown> & {
    contact?: string;
    company?: string;
    deal?: string;
  };
  const about = await subjectsOf(context, { contact, company, deal });
  const values = (await storedValues(context, Task, { assignee: 'me', ...given })) as Record<
    string,
    unknown
  > & { title: string };
  const record = await context.crm.records(Task).create(context.scope, {
    ...values,
    ...(about.contact && { contactId: about.contact.id }),
    ...(about.company && { companyId: about.company.id }),
    ...(about.deal && { opportunityId: about.deal.id }),
  });
  const when = record.dueAt ? ` for ${formatDate(record.dueAt, context)}` : '';
  const remind = record.remindAt ? ' I will remind you then.' : '';
  const result = await createdResult(
    context,
    Task,
    record,
    `Created the task **${record.title}**${when}.${remind}`,
  );
  result.focus?.push(
    ...(about.contact ? [focusOf(Contact, about.contact)] : []),
    ...(about.deal ? [focusOf(Opportunity, about.deal)] : []),
    ...(about.company ? [focusOf(Company, about.company)] : []),
  );
  return result;
}
