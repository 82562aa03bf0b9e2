import type { CannotByTool } from '../cannot.ts';

export const competitor: CannotByTool = {
  list: {
    reply: 'I keep no list of competitors yet. I can show the deals that were lost, by reason.',
    suggestions: ['Deals lost this year by reason', 'Win rate per rep'],
  },
  battlecard: {
    reply:
      'I have no battlecards yet. I can remember what to say against a competitor, and tell it when you ask.',
    suggestions: [
      'What do you know about our competitors?',
      'Win rate per rep',
      'Deals lost this year by reason',
    ],
  },
  win_loss: {
    instead: ['analyze_losses', 'search_deals', 'stage_conversion'],
    reply:
      'I do not measure wins against competitors yet. I can give win rates per rep or industry, and losses by reason.',
    suggestions: ['Deals lost this year by reason', 'Win rate per rep'],
  },
  swot: {
    reply: 'I cannot analyse competitors yet. I can remember facts about one, and tell them.',
    suggestions: [
      'What do you know about our competitors?',
      'Win rate per rep',
      'Deals lost this year by reason',
    ],
  },
  save: {
    reply: 'I keep no competitors yet. I can remember the fact, or note it on the deal.',
    suggestions: [
      'What do you know about our competitors?',
      'Win rate per rep',
      'Deals lost this year by reason',
    ],
  },
  get: {
    reply: 'I know nothing of competitors yet but what you had me remember.',
    suggestions: [
      'What do you know about our competitors?',
      'Win rate per rep',
      'Deals lost this year by reason',
    ],
  },
  link: {
    reply: 'I cannot link a competitor to a deal yet. I can tag the deal with the name, or note it there.',
    suggestions: ['Deals lost this year by reason', 'Win rate per rep'],
  },
};
