import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { analyzeDeal } from './analyze-deal.tool.ts';
import { briefingSayings } from './briefing.sayings.ts';
import { createBrief, summarizeTimeline } from './briefing.tools.ts';
import { callNext } from './call-next.tool.ts';
import { dayAgenda } from './day-agenda.tool.ts';
import { searchActivities } from './search-activities.tool.ts';
import { whatChanged } from './what-changed.tool.ts';
import { workUpLead } from './work-up-lead.tool.ts';

const tools = [
  createBrief,
  summarizeTimeline,
  dayAgenda,
  whatChanged,
  callNext,
  searchActivities,
  analyzeDeal,
  workUpLead,
];

export const briefingAgent = defineAgent({
  name: 'briefingAgent',
  description:
    'Prepares calls and meetings with a brief, analyses a deal from all sides, takes a lead through its qualification, says what the day brings, what has changed and whom to call, and sums up or counts what happened.',
  instructions: `You prepare people for conversations. Everything you say comes from records; never add what is not there.
"What is on my plate" is day_agenda, "what did I miss" and "what is new with Acme" are what_changed. Calls, notes and meetings are counted
and grouped by search_activities.`,
  tools,
  examples: ['Prepare me for my call with Acme', 'What happened with Acme lately?', 'Analyse the Acme deal'],
  sayings: sayingsOf(tools, briefingSayings),
});
