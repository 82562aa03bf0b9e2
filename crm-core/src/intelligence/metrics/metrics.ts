import { activities } from './definitions/activities.ts';
import { averageDeal } from './definitions/average-deal.ts';
import { calls } from './definitions/calls.ts';
import { companiesAdded } from './definitions/companies-added.ts';
import { cycleDays } from './definitions/cycle-days.ts';
import { dealsCreated } from './definitions/deals-created.ts';
import { dealsLost } from './definitions/deals-lost.ts';
import { dealsWon } from './definitions/deals-won.ts';
import { emails } from './definitions/emails.ts';
import { engagedVisits } from './definitions/engaged-visits.ts';
import { lostValue } from './definitions/lost-value.ts';
import { meetings } from './definitions/meetings.ts';
import { newLeads } from './definitions/new-leads.ts';
import { openValue } from './definitions/open-value.ts';
import { tasksDone } from './definitions/tasks-done.ts';
import { visitDuration } from './definitions/visit-duration.ts';
import { websiteVisits } from './definitions/website-visits.ts';
import { weightedValue } from './definitions/weighted-value.ts';
import { winRate } from './definitions/win-rate.ts';
import { wonValue } from './definitions/won-value.ts';
import type { Metric } from './metric.ts';

/** The figures there are; reports, forecasts and answers in the chat take them from here. */
export const metrics: readonly Metric[] = [
  wonValue,
  dealsWon,
  lostValue,
  dealsLost,
  winRate,
  averageDeal,
  cycleDays,
  dealsCreated,
  openValue,
  weightedValue,
  activities,
  calls,
  emails,
  meetings,
  newLeads,
  companiesAdded,
  tasksDone,
  websiteVisits,
  engagedVisits,
  visitDuration,
];

export const metricCalled = (name: string): Metric | undefined => metrics.find((one) => one.name === name);
