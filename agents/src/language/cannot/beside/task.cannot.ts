import type { CannotByTool } from '../cannot.ts';

export const task: CannotByTool = {
  notices: {
    reply:
      'I cannot change which notices you get, or when, by talking. A task without a reminder sends none, and I can move or remove reminders.',
    suggestions: ['Show my reminders', 'Show my tasks', 'Show my overdue tasks'],
  },
};
