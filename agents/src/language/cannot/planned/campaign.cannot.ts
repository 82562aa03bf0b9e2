import type { CannotByTool } from '../cannot.ts';

export const campaign: CannotByTool = {
  create: {
    reply: 'I cannot create or send campaigns yet. I can find the people it is for and tag them.',
    suggestions: ['Contacts tagged newsletter', 'How many contacts do we have?'],
  },
  audience: {
    reply:
      'There are no campaigns yet, so none has an audience. I can find people by any of their fields and tag them.',
    suggestions: ['Contacts tagged newsletter', 'How many contacts do we have?'],
  },
  schedule_send: {
    reply: 'I cannot send mailings yet, now or later. I can remind you of the day.',
    suggestions: [
      'Remind me on Tuesday to send the mailing',
      'How many contacts do we have?',
      'Contacts tagged newsletter',
    ],
  },
  pause: {
    reply: 'There are no campaigns yet to pause or stop. I can make a task to do it where you send from.',
    suggestions: ['Show my tasks', 'How many contacts do we have?', 'Contacts tagged newsletter'],
  },
  edit: {
    reply: 'There are no campaigns yet to change. I can find and tag the people it is for.',
    suggestions: ['Contacts tagged newsletter', 'How many contacts do we have?'],
  },
  preview_test: {
    reply: 'There are no campaigns yet to preview. I can list the people it would go to.',
    suggestions: ['Contacts tagged newsletter', 'How many contacts do we have?'],
  },
  report: {
    reply: 'There are no campaigns yet to measure. I can count contacts and deals by their source.',
    suggestions: ['Contacts by source', 'How many contacts do we have?', 'Contacts tagged newsletter'],
  },
  search: {
    reply: 'There are no campaigns yet. I can list contacts by tag or source.',
    suggestions: ['Contacts by source', 'How many contacts do we have?', 'Contacts tagged newsletter'],
  },
  suppress: {
    reply: 'There are no mailings yet to take someone off. I can tag a contact, or record their consent.',
    suggestions: ['Contacts tagged newsletter', 'How many contacts do we have?'],
  },
};
