import type { CannotByTool } from '../cannot.ts';

export const hygiene: CannotByTool = {
  audit: {
    reply:
      'I cannot check the whole data for faults yet. I can find duplicate contacts, and records with an empty field.',
    suggestions: ['Find duplicate contacts', 'Contacts without an e-mail'],
  },
  duplicates: {
    instead: ['find_duplicate_contacts'],
    reply:
      'I cannot look for duplicates in all records yet. I can find contacts that are there twice: by e-mail, phone or name.',
    suggestions: ['Find duplicate contacts', 'Contacts without an e-mail'],
  },
  merge: {
    reply:
      'I cannot merge records yet. I can find the duplicates, change the one you keep, and delete the other.',
    suggestions: ['Find duplicate contacts', 'Contacts without an e-mail'],
  },
  dismiss: {
    reply:
      'I keep no list of suspected duplicates yet, so there is nothing to dismiss. I can look for them anew.',
    suggestions: ['Find duplicate contacts', 'Contacts without an e-mail'],
  },
  invalid: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks'],
    reply:
      'I cannot check or repair values such as e-mail addresses yet. I can change them where you say how.',
    suggestions: ['Contacts without an e-mail', 'Find duplicate contacts'],
  },
  stale: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks'],
    reply:
      'I do not judge yet which records are out of date. I can list those not changed or not contacted since a date.',
    suggestions: ['Contacts not updated for a year', 'Find duplicate contacts', 'Contacts without an e-mail'],
  },
  missing: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks'],
    reply: 'I do not report on the completeness of data yet. I can list records where a field is empty.',
    suggestions: ['Contacts without a phone number', 'Find duplicate contacts', 'Contacts without an e-mail'],
  },
};
