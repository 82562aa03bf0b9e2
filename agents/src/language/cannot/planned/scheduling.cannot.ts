import type { CannotByTool } from '../cannot.ts';

export const scheduling: CannotByTool = {
  slots: {
    reply: 'I cannot see calendars yet, so I do not know who is free. I can list what is due on a day.',
    suggestions: ["What's due this week?", 'Show my tasks for today'],
  },
  create: {
    instead: [
      'create_task',
      'update_tasks',
      'search_tasks',
      'complete_tasks',
      'delete_tasks',
      'log_activity',
    ],
    reply: 'I cannot put meetings into a calendar yet. I can make a task for it with a reminder.',
    suggestions: [
      'Remind me tomorrow at 9 to set up a meeting',
      'Show my tasks for today',
      "What's due this week?",
    ],
  },
  move: {
    instead: ['create_task', 'update_tasks', 'search_tasks', 'complete_tasks', 'delete_tasks'],
    reply: 'I cannot move meetings in a calendar yet. I can move a task or a reminder.',
    suggestions: ['Show my tasks for today', "What's due this week?"],
  },
  cancel: {
    instead: ['create_task', 'update_tasks', 'search_tasks', 'complete_tasks', 'delete_tasks'],
    reply: 'I cannot cancel meetings in a calendar yet. I can delete the task for it.',
    suggestions: ['Show my tasks for today', "What's due this week?"],
  },
  search: {
    instead: [
      'create_task',
      'update_tasks',
      'search_tasks',
      'complete_tasks',
      'delete_tasks',
      'search_activities',
      'day_agenda',
    ],
    reply: 'I cannot read calendars yet. I can list the tasks, calls and meetings that are due.',
    suggestions: ["What's due this week?", 'Show my tasks for today'],
  },
  respond: {
    instead: ['create_task', 'update_tasks', 'search_tasks', 'complete_tasks', 'delete_tasks'],
    reply: 'I cannot answer invitations yet. I can remind you to do it.',
    suggestions: [
      'Remind me in an hour to answer the invitation',
      'Show my tasks for today',
      "What's due this week?",
    ],
  },
  link: {
    reply: 'I cannot make booking links yet. I can remember your link and tell it when you ask.',
    suggestions: ['Show my tasks for today', "What's due this week?"],
  },
  import: {
    reply: 'I cannot connect or import calendars yet. I can make tasks with dates.',
    suggestions: ['Show my tasks for today', "What's due this week?"],
  },
};
