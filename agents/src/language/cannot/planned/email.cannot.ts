import type { CannotByTool } from '../cannot.ts';

export const email: CannotByTool = {
  search: {
    instead: ['search_activities'],
    reply:
      'I cannot read your mailbox yet. I can show the e-mails that were logged with a person, a company or a deal.',
    suggestions: [
      'Which e-mails were logged this week?',
      'Remind me tomorrow to write an e-mail',
      'Contacts without an e-mail',
    ],
  },
  draft: {
    reply:
      'I cannot draft e-mails yet. I can brief you on the person, so that you have it all at hand when you write.',
    suggestions: ['Remind me tomorrow to write an e-mail', 'Contacts without an e-mail'],
  },
  send: {
    reply: 'I cannot send e-mail yet. I can log that you wrote to someone, or remind you to write.',
    suggestions: ['Remind me tomorrow to write an e-mail', 'Contacts without an e-mail'],
  },
  reply_forward: {
    reply: 'I cannot answer or forward e-mails yet. I can log what you answered, or make a task to answer.',
    suggestions: [
      'Remind me this afternoon to answer an e-mail',
      'Remind me tomorrow to write an e-mail',
      'Contacts without an e-mail',
    ],
  },
  delete_file: {
    reply:
      'I cannot delete, move or mark e-mails yet: your mailbox is not connected. I can delete contacts without a usable address.',
    suggestions: ['Contacts without an e-mail', 'Remind me tomorrow to write an e-mail'],
  },
  templates: {
    reply: 'I keep no e-mail templates yet. I can remember how you like things worded.',
    suggestions: [
      'What do you know about me?',
      'Remind me tomorrow to write an e-mail',
      'Contacts without an e-mail',
    ],
  },
  engagement: {
    reply: 'I cannot see whether an e-mail was opened yet. I can tell when someone was last contacted.',
    suggestions: [
      'Who have I not talked to for a month?',
      'Remind me tomorrow to write an e-mail',
      'Contacts without an e-mail',
    ],
  },
  health: {
    reply:
      'I cannot look after mailboxes and deliverability yet. I can list contacts without an e-mail address.',
    suggestions: ['Contacts without an e-mail', 'Remind me tomorrow to write an e-mail'],
  },
};
