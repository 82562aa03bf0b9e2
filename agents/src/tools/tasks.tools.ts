import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { defineTool, type ToolResult } from '../tool.ts';
import { subjectsOf } from './activities.tools.ts';
import { deleteTool, updateTool } from './change-tools.ts';
import { formatDate } from './format.ts';
import { toolInputs } from './inputs.ts';
import { createdResult, focusOf } from './record-tools.ts';
import { searchTool } from './search-tool.ts';
import { storedValues } from './translate.ts';

const entity = Task;

export const searchTasks = searchTool({
  entity,
  name: 'search_tasks',
  description: 'Lists or counts tasks and reminders by assignee, due date, status, priority or subject.',
  defaultSort: 'due',
});

export const createTask = defineTool({
  name: 'create_task',
  description: 'Creates a task or reminder, linked to the person, company or deal it is about.',
  input: toolInputs.create_task,
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

export const completeTasks = updateTool({
  entity,
  name: 'complete_tasks',
  description: 'Marks one task, or all that match a filter, as done.',
  set: { status: 'completed' },
  verb: { done: 'Completed', toDo: 'Complete' },
});

export const updateTasks = updateTool({
  entity,
  name: 'update_tasks',
  description:
    'Changes fields of one task (due date, assignee, priority, ...), or of all that match a filter.',
});

export const deleteTasks = deleteTool({
  entity,
  name: 'delete_tasks',
  description: 'Moves one task, or all that match a filter, to the trash.',
});
