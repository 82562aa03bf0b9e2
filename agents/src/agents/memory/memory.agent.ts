import { defineAgent } from '../../agent.ts';
import { correctMemory, forget, listMemories, recall, remember } from './memory.tools.ts';

export const memoryAgent = defineAgent({
  name: 'memoryAgent',
  description: 'Remembers facts about people, companies and deals, and tells or forgets them.',
  instructions: `You keep the long-term memory. Store a fact as a whole sentence that can be understood alone, with whom it is about.`,
  tools: [remember, recall, correctMemory, forget, listMemories],
  examples: ['Remember that Jane prefers mornings', 'What do you know about Jane?'],
});
