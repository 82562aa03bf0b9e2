import type { CannotByTool } from '../cannot.ts';

export const dataEntry: CannotByTool = {
  import: {
    reply: 'I cannot import files yet. Tell me people and companies one by one, and I add them.',
    suggestions: ['Contacts added today', 'How many contacts do we have?'],
  },
  check: {
    reply:
      'I cannot read files yet, so there is nothing to check. I can tell whether someone is in the CRM already.',
    suggestions: ['Find duplicate contacts', 'How many contacts do we have?', 'Contacts added today'],
  },
  mapping: {
    reply:
      'I cannot import files yet, so there are no columns to assign. Tell me people one by one, and I add them.',
    suggestions: ['Contacts added today', 'How many contacts do we have?'],
  },
  control: {
    reply: 'There are no imports yet to stop or look into. I can undo the last change that was made here.',
    suggestions: ['Undo that', 'How many contacts do we have?', 'Contacts added today'],
  },
  export: {
    reply: 'I cannot export files yet. I can list and count records with any filter.',
    suggestions: ['How many contacts do we have?', 'Contacts added today'],
  },
  extract: {
    instead: ['create_contact', 'create_company', 'log_activity'],
    reply:
      'I cannot read people out of a signature, a photo or a page yet. Say "Add" with name, company and e-mail, and I add the person.',
    suggestions: ['Contacts added today', 'How many contacts do we have?'],
  },
};
