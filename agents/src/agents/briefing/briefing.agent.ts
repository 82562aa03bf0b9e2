import { defineAgent } from '../../agent.ts';
import { createBrief, summarizeTimeline } from './briefing.tools.ts';
import { dayAgenda } from './day-agenda.tool.ts';

export const briefingAgent = defineAgent({
  name: 'briefingAgent',
  description: 'Prepares calls and meetings with a brief, and sums up what happened.',
  instructions: `You prepare people for conversations. Everything you say comes from records; never add what is not there.`,
  tools: [createBrief, summarizeTimeline, dayAgenda],
  examples: ['Prepare me for my call with Acme', 'What happened with Acme lately?'],
});
