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
      'When a sequence goes out (workdays, 9 to 17) and what ends it I cannot change here yet. I can add, remove and move its steps.',
    suggestions: ['Show my sequences', 'Put a call after step 2'],
  },
};
