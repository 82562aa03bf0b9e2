import type { CannotByTool } from '../cannot.ts';

export const scheduling: CannotByTool = {
  connect: {
    reply:
      'I cannot connect to this calendar yet. I can bring in a calendar file (.ics) that you export there and drop here; Google’s and Outlook’s can be connected.',
    suggestions: [
      'Connect my Google calendar',
      "What's on my calendar this week?",
      'When am I free tomorrow?',
    ],
  },
};
