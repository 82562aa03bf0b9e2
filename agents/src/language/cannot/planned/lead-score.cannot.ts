import type { CannotByTool } from '../cannot.ts';

export const leadScore: CannotByTool = {
  explain: {
    instead: ['search_contacts', 'update_contacts', 'get_contact'],
    reply: 'I cannot explain lead scores yet. I can show the score and grade that a contact has.',
    suggestions: ['Contacts by lead grade', 'Show leads without an owner'],
  },
  list: {
    instead: ['search_contacts', 'update_contacts', 'get_contact'],
    reply:
      'I do not rank leads by a score of their own yet. I can list leads by the score or grade that is on their record.',
    suggestions: ['Contacts with lead grade A', 'Show leads without an owner', 'Contacts by lead grade'],
  },
  recalculate: {
    reply: 'I cannot calculate lead scores yet. I can set a grade or a score for one contact or for many.',
    suggestions: ['Contacts by lead grade', 'Show leads without an owner'],
  },
  qualify: {
    instead: ['search_contacts', 'update_contacts', 'get_contact'],
    reply:
      'I cannot score qualification yet. I can set a contact to qualified or unqualified, or change the grade.',
    suggestions: ['Show qualified leads', 'Show leads without an owner', 'Contacts by lead grade'],
  },
  route: {
    instead: ['search_contacts', 'update_contacts', 'get_contact'],
    reply: 'I cannot share out leads by rules yet. I can change the owner of many leads at once.',
    suggestions: ['Show leads without an owner', 'Contacts by lead grade'],
  },
  recycle: {
    instead: ['search_contacts', 'update_contacts', 'get_contact'],
    reply: 'I cannot recycle leads by rules yet. I can set lost leads back to new, as many as you name.',
    suggestions: ['Show lost leads', 'Show leads without an owner', 'Contacts by lead grade'],
  },
  tune: {
    reply: 'There are no scoring rules yet. I can set scores and grades by hand.',
    suggestions: ['Contacts by lead grade', 'Show leads without an owner'],
  },
  icp: {
    reply: 'I keep no ideal customer profile yet. I can remember what your ideal customer is.',
    suggestions: [
      'What do you know about our ideal customer?',
      'Show leads without an owner',
      'Contacts by lead grade',
    ],
  },
};
