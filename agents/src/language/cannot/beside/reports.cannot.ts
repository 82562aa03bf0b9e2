import type { CannotByTool } from '../cannot.ts';

export const reports: CannotByTool = {
  dashboard: {
    reply:
      'There are no dashboards here. Reports can be saved, shared and sent on a schedule, each by itself.',
    suggestions: ['Sales by rep this month', 'Win rate by month this year', 'Show my reports'],
  },
  no_such_figure: {
    reply:
      'Products, discounts, invoices and recurring revenue are not kept here, so there are no figures of them. I have revenue by owner, company, industry, country and source.',
    suggestions: ['Revenue by industry this year', 'Sales by month this year', 'Average deal by owner'],
  },
  site: {
    reply: 'No website is connected, so visits are not measured. I can count contacts by their source.',
    suggestions: ['New leads by source this month', 'Contacts by source', 'New leads per week this quarter'],
  },
  attribution: {
    instead: ['search_contacts', 'search_companies', 'search_deals', 'search_tasks', 'run_report'],
    reply: 'I do not attribute revenue to marketing yet. I can show revenue and new leads by their source.',
    suggestions: ['Revenue by source this year', 'New leads by source this month', 'Win rate by source'],
  },
};
