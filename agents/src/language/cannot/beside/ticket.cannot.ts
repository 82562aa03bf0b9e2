import type { CannotByTool } from '../cannot.ts';

export const ticket: CannotByTool = {
  merge: {
    reply:
      'I cannot merge or link tickets yet, nor put them into categories. I can close one of them and note its number on the other.',
    suggestions: ['Show my tickets', 'Which tickets are open?'],
  },
  remove: {
    reply: 'Tickets are kept, so I do not delete them. I can close one.',
    suggestions: ['Which tickets are open?', 'Show my tickets'],
  },
  visitor_chat: {
    reply:
      'Visitors of your website are answered in the console, under Visitors; I cannot write with them from here yet. I can open a ticket for what they said.',
    suggestions: ['Which tickets are open?', 'Open a ticket: a visitor cannot sign in'],
  },
};
