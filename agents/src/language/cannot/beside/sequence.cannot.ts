import type { CannotByTool } from '../cannot.ts';

export const sequence: CannotByTool = {
  sms: {
    reply:
      'Text messages are not connected, so I cannot send any. I can give you the number, or log that you wrote.',
    suggestions: ['Remind me in an hour to send a text', 'Show my overdue tasks'],
  },
  voicemail: {
    reply:
      'Calls are not connected, so I cannot leave voicemails. I can make call tasks, or log that you left one.',
    suggestions: ['Show my tasks', 'Show my overdue tasks'],
  },
  exit_rules: {
    reply:
      'A sequence goes out on workdays between 9 and 17 on the clock of each, in one thread, and ends when somebody answers, unsubscribes, books a meeting or their deal is closed. I cannot change that here; I can add, remove and move its steps.',
    suggestions: ['Show my sequences', 'Put a call after step 2'],
  },
};
