import type { CannotByTool } from '../cannot.ts';

export const sequence: CannotByTool = {
  exit_rules: {
    reply:
      'When a sequence goes out (workdays, 9 to 17) and what ends it I cannot change here yet. I can add, remove and move its steps.',
    suggestions: ['Show my sequences', 'Put a call after step 2'],
  },
};
