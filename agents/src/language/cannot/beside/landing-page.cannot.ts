import type { CannotByTool } from '../cannot.ts';

export const landingPage: CannotByTool = {
  rewrite: {
    reply:
      'I cannot write or translate texts of a page by myself. Say what a part of it is to say, and I put it there.',
    suggestions: [
      'Change the headline of the page',
      'Change the text on the page',
      'Which landing pages do we have?',
    ],
  },
  design: {
    reply:
      'By chat I change the texts, questions, form and colour of a page, not its pictures, videos or layout.',
    suggestions: ['Make the page blue', 'Change the headline of the page', 'Which landing pages do we have?'],
  },
};
