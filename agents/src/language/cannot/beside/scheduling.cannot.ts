import type { CannotByTool } from '../cannot.ts';

export const scheduling: CannotByTool = {
  connect: {
    reply:
      'I cannot connect to Google, Outlook or other calendars yet. I can bring in a calendar file (.ics) that you export there and drop here.',
    suggestions: ["What's on my calendar this week?", 'When am I free tomorrow?'],
  },
};
