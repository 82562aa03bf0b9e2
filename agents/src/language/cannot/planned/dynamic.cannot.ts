import type { CannotByTool } from '../cannot.ts';

export const dynamic: CannotByTool = {
  create: {
    reply: 'You cannot make agents of your own yet. I can remember how you want something done.',
    suggestions: ['What can you do?', 'Show my tasks'],
  },
  list: {
    reply: 'There are no agents of your own yet. I can tell what those that are here can do.',
    suggestions: ['What can you do?', 'Show my tasks'],
  },
  get: {
    reply: 'There are no agents of your own yet. I can tell what those that are here can do.',
    suggestions: ['What can you do?', 'Show my tasks'],
  },
  change: {
    reply: 'There are no agents of your own yet to change. I can remember how you want something done.',
    suggestions: ['What do you know about me?', 'What can you do?', 'Show my tasks'],
  },
  run: {
    reply: 'There are no agents of your own yet to run. Ask me for the step itself.',
    suggestions: ['What can you do?', 'Show my tasks'],
  },
  state: {
    reply: 'There are no agents of your own yet to switch on, off or share. Ask me for the step itself.',
    suggestions: ['What can you do?', 'Show my tasks'],
  },
  test: {
    reply: 'There are no agents of your own yet to try. Ask me for the step itself.',
    suggestions: ['What can you do?', 'Show my tasks'],
  },
};
