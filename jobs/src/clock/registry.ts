import type { ClockJob } from './clock-job.ts';
import { expireProposals } from './expire-proposals.ts';
import { fadeIntent } from './fade-intent.ts';
import { keepForecasts } from './keep-forecasts.ts';
import { sweepDuplicates } from './sweep-duplicates.ts';

/** What the clock does in each workspace; `CLOCK_WORK` says when. */
export const clockJobs: readonly ClockJob[] = [fadeIntent, keepForecasts, expireProposals, sweepDuplicates];
