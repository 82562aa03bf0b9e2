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
      'I cannot change when a sequence goes out or ends: workdays 9 to 17 on each one’s clock, until they answer, unsubscribe, book or their deal is closed.',
    suggestions: ['Show my sequences', 'Put a call after step 2'],
  },
};
