import { defineAgent } from '../../agent.ts';

import { sayingsOf } from '../../language/sayings.ts';

import { createTask } from './create-task.tool.ts';
import { listNotices } from './list-notices.tool.ts';
import { markNotices } from './mark-notices.tool.ts';
import { noticeSayings } from './notices.sayings.ts';
import { setNotices } from './set-notices.tool.ts';
import { taskSayings } from './task.sayings.ts';
import { completeTasks, deleteTasks, searchTasks, updateTasks } from './task.tools.ts';

const tools = [
  searchTasks,
  createTask,
  completeTasks,
  updateTasks,
  deleteTasks,
  listNotices,
  markNotices,
  setNotices,
];

export const taskAgent = defineAgent({
  name: 'taskAgent',
  description:
    'Creates, assigns, lists and completes tasks and reminders; shows, snoozes and marks notices, and sets where and when the user is notified.',
  instructions: `You look after tasks. "Remind me ..." is a task with due and remind at that time, assigned to the user. A task to
call someone has type call and the contact. Times are in the user's time zone. Notices are what the user is told: list_notices,
mark_notices (snooze, read, done), set_notices (which kind on which channel, digest, quiet hours).`,
  tools,
  examples: [
    'Remind me to call Jane tomorrow at 10',
    'Show my overdue tasks',
    'Mark the call with Jane as done',
    'Show my notices',
    'Not after 7 pm',
  ],
  sayings: sayingsOf(tools, { ...taskSayings, ...noticeSayings }),
});
