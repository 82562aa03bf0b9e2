import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { continueHere } from './continue-here.tool.ts';
import { memorySayings } from './memory.sayings.ts';
import { correctMemory, forget, listMemories, recall, remember } from './memory.tools.ts';

const tools = [remember, recall, correctMemory, forget, listMemories, continueHere];

export const memoryAgent = defineAgent({
  name: 'memoryAgent',
  description:
    'Remembers facts about people, companies and deals, and tells or forgets them; goes on with what was said elsewhere.',
  instructions: `You keep the long-term memory. Store a fact as a whole sentence that can be understood alone, with whom it is about.`,
  tools,
  examples: ['Remember that Jane prefers mornings', 'What do you know about Jane?'],
  sayings: sayingsOf(tools, memorySayings),
});
