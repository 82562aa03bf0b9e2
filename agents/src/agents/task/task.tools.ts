import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { deleteTool, updateTool } from '../../tools/change-tools.ts';
import { createdResult } from '../../tools/create-tool.ts';
import { createShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { formatDate } from '../../tools/format.ts';
import { searchTool } from '../../tools/search-tool.ts';
import { subjectsOf } from '../../tools/subjects-of.ts';
import { storedValues } from '../../tools/translate.ts';

const entity = Task;

export const searchTasks = {
  ...searchTool(
    entity,
    'Lists or counts tasks and reminders by assignee, due date, status, priority or subject.',
  ),
  slash: {
    command: 'tasks',
    args: () => ({
      where: [
        { field: 'assignee', op: 'eq', value: 'me' },
        { field: 'status', op: 'ne', value: 'completed' },
      ],
    }),
  },
};

export const createTask = defineTool({
  name: 'create_task',
  does: 'Adding a task',
  operation: 'create',
  entity: 'task',
  description: 'Creates a task or reminder, linked to the person, company or deal it is about.',
  input: z.strictObject(createShape(Task)),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { contact, company, deal, ...given } = args as Record<string, unknown> & {
      contact?: string;
      company?: string;
      deal?: string;
    };
    const about = await subjectsOf(context, { contact, company, deal });
    const values = (await storedValues(context, entity, { assignee: 'me', ...given })) as Record<
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
      entity,
      record,
      `Created the task **${record.title}**${when}.${remind}`,
    );
    result.focus?.push(
      ...(about.contact ? [focusOf(Contact, about.contact)] : []),
      ...(about.deal ? [focusOf(Opportunity, about.deal)] : []),
      ...(about.company ? [focusOf(Company, about.company)] : []),
    );
    return result;
  },
});

export const completeTasks = updateTool(entity, 'Marks one task, or all that match a filter, as done.', {
  verb: 'complete',
  done: 'Completed',
  does: 'Completing',
  set: { status: 'completed' },
});

export const updateTasks = updateTool(
  entity,
  'Changes fields of one task (due date, assignee, priority, ...), or of all that match a filter.',
);

export const deleteTasks = deleteTool(entity, 'Moves one task, or all that match a filter, to the trash.');
