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
};
