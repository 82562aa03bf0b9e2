import type { CannotByTool } from '../cannot.ts';

export const transcription: CannotByTool = {
  transcribe: {
    reply: 'I cannot turn recordings into text yet. I can log the call with what you tell me of it.',
    suggestions: ['Which calls were logged this week?', 'Show my tasks'],
  },
  add: {
    instead: ['log_activity'],
    reply: 'I cannot take in transcripts yet. I can log the call with a summary in your words.',
    suggestions: ['Which calls were logged this week?', 'Show my tasks'],
  },
  summarise: {
    instead: ['summarize_timeline', 'create_brief'],
    reply: 'I cannot sum up recordings yet. I can sum up what was logged with a person, a company or a deal.',
    suggestions: ['Which calls were logged this week?', 'Show my tasks'],
  },
  action_items: {
    instead: ['search_tasks'],
    reply: 'I cannot find action items in a call yet. Tell me what was agreed, and I make the tasks.',
    suggestions: ['Show my tasks', 'Which calls were logged this week?'],
  },
  sentiment: {
    reply: 'I cannot judge the mood of a call yet. I can note how it went when you tell me.',
    suggestions: ['Which calls were logged this week?', 'Show my tasks'],
  },
  log: {
    instead: ['log_activity'],
    reply: 'I keep no recordings yet. I can log the call itself with a person, a company or a deal.',
    suggestions: ['Which calls were logged this week?', 'Show my tasks'],
  },
  search: {
    instead: ['search_activities'],
    reply: 'I cannot search recordings yet. I can list the calls and meetings that were logged.',
    suggestions: ['Which calls were logged this week?', 'Show my tasks'],
  },
};
