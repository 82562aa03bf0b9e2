import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { deleteTool, updateTool } from '../../tools/change-tools.ts';
import { searchTool } from '../../tools/search-tool.ts';

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
