import type { CannotByTool } from '../cannot.ts';

export const competitor: CannotByTool = {
  remove: {
    reply:
      'I do not delete competitors, since deals and battlecards name them. On its page in the console you can; I can take one off a deal.',
    suggestions: ['Who are our competitors?'],
  },
  news: {
    instead: ['get_battlecard', 'list_competitors'],
    reply:
      'I do not look at the web or the press, so I have no news of competitors. I can say what your own deals, calls and notes tell of one.',
    suggestions: ['Who are our competitors?', 'Win rate by competitor'],
  },
};
