import type { CannotByTool } from '../cannot.ts';

export const hygiene: CannotByTool = {
  verify: {
    reply:
      'I do not ask mail servers whether an address works, and see no bounces yet. I can find addresses that cannot be right: slips in the domain and throw-away ones.',
    suggestions: ['Which emails are invalid?', 'How clean is our data?'],
  },
  standardise: {
    reply:
      'I cannot make those values alike by myself. I mend phone numbers, e-mail domains, names and countries; others I change where you say how.',
    suggestions: ['Normalise the country names', 'Fix the phone numbers', 'How clean is our data?'],
  },
};
