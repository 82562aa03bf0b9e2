import type { CannotByTool } from '../cannot.ts';

const DRAFT = 'Draft a follow-up for the Acme meeting';
const UNANSWERED = 'Unanswered emails';

export const email: CannotByTool = {
  tone: {
    reply:
      'Without a language model I cannot find other words for a mail, nor translate it. Give me the text and I make the draft of it.',
    suggestions: ['Make it shorter', DRAFT],
  },
  attach: {
    reply:
      'I cannot put a file into a mail from here yet. A proposal has a page and a PDF of its own; say “send P12”.',
    suggestions: ['Show the proposals', DRAFT],
  },
  many: {
    reply: 'I write to one person at a time; a mail to many is not sent from here.',
    suggestions: [DRAFT, UNANSWERED],
  },
  signature: {
    reply: 'I do not change signatures here: yours is with your mailbox, under Settings, Mailboxes.',
    suggestions: ['Which mailboxes are connected?', 'Which email templates do we have?'],
  },
  spam: {
    reply:
      'I cannot look at blacklists, nor at what others think of your domain. I can check its records, and tell which mails bounced.',
    suggestions: ['Check our SPF and DKIM', 'Which mails bounced?'],
  },
};
