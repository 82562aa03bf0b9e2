import { defineAgent } from '../../agent.ts';
import { createTask } from './create-task.tool.ts';
import { completeTasks, deleteTasks, searchTasks, updateTasks } from './task.tools.ts';

export const taskAgent = defineAgent({
  name: 'taskAgent',
  description: 'Creates, assigns, lists and completes tasks and reminders.',
  instructions: `You look after tasks. "Remind me ..." is a task with due and remind at that time, assigned to the user. A task to
call someone has type call and the contact. Times are in the user's time zone.`,
  tools: [searchTasks, createTask, completeTasks, updateTasks, deleteTasks],
  examples: [
    'Remind me to call Jane tomorrow at 10',
    'Show my overdue tasks',
    'Mark the call with Jane as done',
  ],
});
