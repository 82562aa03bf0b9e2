import type { CannotByTool } from '../cannot.ts';

export const ticket: CannotByTool = {
  create: {
    reply:
      'I cannot open support tickets yet. I can log the complaint with the customer, or make a task for a colleague.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
  search: {
    reply: 'There are no support tickets yet. I can list tasks, and notes logged with a customer.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
  update: {
    reply: 'There are no support tickets yet to change. I can change a task, or add a note to the customer.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
  assign: {
    reply: 'There are no support tickets yet to assign. I can give a task to a colleague.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
  resolve: {
    reply: 'There are no support tickets yet to close. I can complete a task, or log how it was solved.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
  escalate: {
    reply: 'There are no support tickets yet to escalate. I can make an urgent task for a colleague.',
    suggestions: ['Show urgent tasks', 'Show my tasks', 'Remind me today to call support'],
  },
  sla: {
    reply: 'There are no support tickets yet, so I cannot measure answer times. I can list overdue tasks.',
    suggestions: ['Show my overdue tasks', 'Show my tasks', 'Remind me today to call support'],
  },
  reply: {
    reply: 'There are no support tickets yet to answer. I can log what you told the customer.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
  visitor_chat: {
    reply: 'I cannot write with visitors of your website yet. I can log what was said and make a task.',
    suggestions: ['Show my tasks', 'Remind me today to call support'],
  },
};
