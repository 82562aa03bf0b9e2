import type { CannotByTool } from '../cannot.ts';

export const forecast: CannotByTool = {
  win_probability: {
    instead: ['get_deal', 'deal_health', 'update_deals'],
    reply:
      'I cannot work out how likely a deal is to be won yet. I can tell you its stage, the probability set there, and what speaks against it.',
    suggestions: ['Win rate per rep', 'What closes this quarter?', 'Which deals are at risk?'],
  },
  scenario: {
    reply:
      'I cannot play through scenarios yet. I can total open deals with any filter, so you can leave some out.',
    suggestions: [
      'Total of open deals closing this quarter',
      'What closes this quarter?',
      'Which deals are at risk?',
    ],
  },
  trend: {
    instead: ['search_deals', 'compare_periods'],
    reply:
      'I keep no earlier forecasts yet, so I cannot compare with them. I can show what was won in any period.',
    suggestions: ['What did we win last month?', 'What closes this quarter?', 'Which deals are at risk?'],
  },
};
