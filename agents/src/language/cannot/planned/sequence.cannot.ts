import type { CannotByTool } from '../cannot.ts';

export const sequence: CannotByTool = {
  create: {
    reply: 'I cannot build sequences of messages yet. I can make follow-up tasks with dates.',
    suggestions: [
      'Remind me in three days to follow up',
      'Who have I not talked to for a month?',
      'Show my overdue tasks',
    ],
  },
  edit: {
    reply: 'There are no sequences yet to change. I can move or change follow-up tasks.',
    suggestions: ['Show my tasks', 'Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
  enroll: {
    reply: 'I cannot put people into a sequence yet. I can tag them and make follow-up tasks.',
    suggestions: ['Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
  pause: {
    reply: 'There are no sequences yet to pause. I can move tasks to a later day.',
    suggestions: ['Show my tasks', 'Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
  unenroll: {
    reply: 'There are no sequences yet, so nobody is in one. I can complete or delete follow-up tasks.',
    suggestions: ['Show my tasks', 'Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
  report: {
    reply: 'There are no sequences yet to report on. I can show who was not contacted lately.',
    suggestions: ['Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
  search: {
    reply: 'There are no sequences yet. I can list follow-up tasks.',
    suggestions: ['Show my tasks', 'Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
  sms: {
    reply: 'I cannot send text messages yet. I can give you the number, or log that you wrote.',
    suggestions: [
      'Remind me in an hour to send a text',
      'Who have I not talked to for a month?',
      'Show my overdue tasks',
    ],
  },
  voicemail: {
    reply: 'I cannot leave voicemails yet. I can make call tasks, or log that you left one.',
    suggestions: ['Show my tasks', 'Who have I not talked to for a month?', 'Show my overdue tasks'],
  },
};
