import type { CannotByTool } from '../cannot.ts';

export const workflow: CannotByTool = {
  create: {
    reply:
      'I cannot run automations yet. I can do the step itself when you ask, for many records at once, or remind you to.',
    suggestions: [
      'Remind me on Monday to check new leads',
      'Show my overdue tasks',
      'Deals without activity for two weeks',
    ],
  },
  change: {
    reply:
      'There are no automations yet, so I cannot change one. I can do its step now if you say what and for whom.',
    suggestions: ['Show my tasks', 'Show my overdue tasks', 'Deals without activity for two weeks'],
  },
  state: {
    reply: 'There are no automations yet to switch on or off. I can do the step itself when you ask.',
    suggestions: ['Show my tasks', 'Show my overdue tasks', 'Deals without activity for two weeks'],
  },
  test: {
    reply:
      'There are no automations yet to try out. A bulk change shows what it would touch before it is done.',
    suggestions: ['Show my tasks', 'Show my overdue tasks', 'Deals without activity for two weeks'],
  },
  history: {
    reply: 'There are no automations yet, so none has done this. I can explain what I did in the last turn.',
    suggestions: ['Why did you do that?', 'Show my overdue tasks', 'Deals without activity for two weeks'],
  },
  search: {
    reply: 'There are no automations yet. I can list tasks and reminders.',
    suggestions: ['Show my tasks', 'Show my overdue tasks', 'Deals without activity for two weeks'],
  },
  enroll: {
    reply:
      'There are no automations yet to run on records. I can change many records at once when you name them.',
    suggestions: ['Show my tasks', 'Show my overdue tasks', 'Deals without activity for two weeks'],
  },
};
