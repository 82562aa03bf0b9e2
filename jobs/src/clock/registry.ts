import { advanceLeads } from './advance-leads.ts';
import { checkTokens } from './check-tokens.ts';
import type { ClockJob } from './clock-job.ts';
import { enrichLeads } from './enrich-leads.ts';
import { expireProposals } from './expire-proposals.ts';
import { fadeIntent } from './fade-intent.ts';
import { keepForecasts } from './keep-forecasts.ts';
import { prepareMeetings } from './prepare-meetings.ts';
import { proposeRecycling } from './propose-recycling.ts';
import { readMailboxes } from './read-mailboxes.ts';
import { sendInsights } from './send-insights.ts';
import { sweepDuplicates } from './sweep-duplicates.ts';
import { syncIntegrations } from './sync-integrations.ts';
import { tellStaleDeals } from './tell-stale-deals.ts';
import { tidyMemory } from './tidy-memory.ts';

/** What the clock does in each workspace; `CLOCK_WORK` says when. */
export const clockJobs: readonly ClockJob[] = [
  fadeIntent,
  keepForecasts,
  expireProposals,
  sweepDuplicates,
  sendInsights,
  prepareMeetings,
  tellStaleDeals,
  proposeRecycling,
  advanceLeads,
  tidyMemory,
  readMailboxes,
  syncIntegrations,
  checkTokens,
  enrichLeads,
];
