import type { CannotByTool } from '../cannot.ts';

export const campaign: CannotByTool = {
  design: {
    reply:
      'I change the words of a campaign, not its pictures, colours or layout, and I do not translate it. I can change its subject and text.',
    suggestions: ['Show my campaigns', 'Preview the campaign'],
  },
  segment: {
    reply:
      'There are no saved segments of people: each campaign has its audience in words, such as “customers in Germany”. I can list or tag them.',
    suggestions: ['Show my campaigns', 'Contacts tagged newsletter', 'How many contacts do we have?'],
  },
};
