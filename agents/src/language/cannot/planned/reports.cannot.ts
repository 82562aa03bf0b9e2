import type { CannotByTool } from '../cannot.ts';

export const reports: CannotByTool = {
  run: {
    instead: [
      'search_contacts',
      'search_companies',
      'search_deals',
      'search_tasks',
      'search_activities',
      'stage_conversion',
      'sum_pipeline',
      'analyze_losses',
      'compare_periods',
    ],
    reply:
      'I cannot run reports of all kinds yet. I can count and total deals, contacts, companies and tasks, grouped by a field.',
    suggestions: ['Total of won deals this year by owner', 'How many contacts do we have?'],
  },
  chart: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks', 'stage_conversion'],
    reply:
      'I draw charts of deals, contacts, companies and tasks by one of their fields; say by which. Other charts I cannot draw yet.',
    suggestions: [
      'Chart of open deals by stage',
      'Total of won deals this year by owner',
      'How many contacts do we have?',
    ],
  },
  export: {
    reply: 'I cannot export reports yet. I can show the figures here.',
    suggestions: ['Total of won deals this year by owner', 'How many contacts do we have?'],
  },
  schedule: {
    reply: 'I cannot send reports on a schedule yet. I can remind you to ask.',
    suggestions: [
      'Remind me on Monday to look at the figures',
      'Total of won deals this year by owner',
      'How many contacts do we have?',
    ],
  },
  save_list: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks'],
    reply: "I cannot save reports yet. Ask the same question again, and I answer with today's figures.",
    suggestions: [
      'Open deals by stage',
      'Total of won deals this year by owner',
      'How many contacts do we have?',
    ],
  },
  site: {
    reply: 'I do not measure website visits yet. I can count contacts by their source.',
    suggestions: [
      'Contacts by source',
      'Total of won deals this year by owner',
      'How many contacts do we have?',
    ],
  },
  attribution: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks'],
    reply: 'I do not attribute revenue to marketing yet. I can total won deals by their source.',
    suggestions: [
      'Total of won deals by source',
      'Total of won deals this year by owner',
      'How many contacts do we have?',
    ],
  },
};
