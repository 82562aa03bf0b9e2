import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { continueHere } from './continue-here.tool.ts';
import { erasePersonSayings } from './erase-person.sayings.ts';
import { erasePersonTool } from './erase-person.tool.ts';
import { memorySayings } from './memory.sayings.ts';
import { correctMemory, forget, recall, remember } from './memory.tools.ts';
import { resolveMemory } from './resolve-memory.tool.ts';
import { reviewSayings } from './review.sayings.ts';
import { reviewMemory } from './review-memory.tool.ts';

const tools = [
  remember,
  recall,
  correctMemory,
  forget,
  reviewMemory,
  resolveMemory,
  continueHere,
  erasePersonTool,
];

export const memoryAgent = defineAgent({
  name: 'memoryAgent',
  description:
    'Remembers facts about people, companies and deals, tells or forgets them, settles which of two holds; erases a person everywhere on their request, with proof; goes on with what was said elsewhere.',
  instructions: `You keep the long-term memory. Store a fact as a whole sentence that can be understood alone, with whom it is about.
review_memory shows what contradicts; resolve_memory settles it in the words of the user, never by your own judgement.
erase_person is for people who ask to be forgotten; the name that confirms it is typed by the admin, never by you.`,
  tools,
  examples: [
    'Remember that Jane prefers mornings',
    'What do you know about Jane?',
    'What contradicts about Jane?',
  ],
  sayings: sayingsOf(tools, { ...memorySayings, ...reviewSayings, ...erasePersonSayings }),
});
