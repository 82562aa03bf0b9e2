import { defineAgent } from '../../agent.ts';

import { sayingsOf } from '../../language/sayings.ts';

import { createTask } from './create-task.tool.ts';
import { taskSayings } from './task.sayings.ts';
import { completeTasks, deleteTasks, searchTasks, updateTasks } from './task.tools.ts';

const tools = [searchTasks, createTask, completeTasks, updateTasks, deleteTasks];

export const taskAgent = defineAgent({
  name: 'taskAgent',
  description: 'Creates, assigns, lists and completes tasks and reminders.',
  instructions: `You look after tasks. "Remind me ..." is a task with due and remind at that time, assigned to the user. A task to
call someone has type call and the contact. Times are in the user's time zone.`,
  tools,
  examples: [
    'Remind me to call Jane tomorrow at 10',
    'Show my overdue tasks',
    'Mark the call with Jane as done',
  ],
  sayings: sayingsOf(tools, taskSayings),
});
