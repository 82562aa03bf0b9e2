import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

const MINUTE_MS = 60_000;

interface Described {
  /** For people. */
  label: string;
  /** What it does, after "it": "tells owners of deals where nothing happens". */
  says: string;
}

/** At a time of day on the workspace's clock, which an admin may change, or every so often. */
export type ClockWork = Described & ({ localTime: string } | { everyMs: number });

/** What the clock does in every workspace; `jobs` has what is done, under the same name. */
export const CLOCK_WORK = {
  scores: {
    label: 'Fading interest',
    says: 'counts scores anew whose signs have grown a day older',
    localTime: '00:10',
  },
  forecasts: {
    label: 'Forecast of the day',
    says: 'keeps what the forecasts say, so that their course can be shown',
    localTime: '00:30',
  },
  proposals: {
    label: 'Expiring proposals',
    says: 'marks proposals whose last day is over and tells their owners',
    localTime: '01:05',
  },
  duplicates: {
    label: 'Search for duplicates',
    says: 'compares all records at night',
    localTime: '02:40',
  },
  memory: {
    label: 'Order in what is remembered',
    says: 'makes one fact of two that say the same, and asks where facts contradict each other',
    localTime: '03:30',
  },
  mailboxes: {
    label: 'Reading of mailboxes',
    says: 'reads what is new in the mailboxes that are connected',
    everyMs: 5 * MINUTE_MS,
  },
  integrations: {
    label: 'Syncs with other systems',
    says: 'reads what is new in connected accounts, each as often as it wants',
    everyMs: 5 * MINUTE_MS,
  },
  tokens: {
    label: 'Check of connected accounts',
    says: 'looks whether the sign-ins at other systems still hold, and tells whose they are',
    localTime: '03:00',
  },
  enrichment: {
    label: 'Enrichment at night',
    says: 'looks up the best leads that were never looked up, where that is switched on',
    localTime: '02:00',
  },
  insights: {
    label: 'Insights of the day',
    says: 'tells everybody at 08:00 on their clock, or when they like, what was new yesterday',
    everyMs: 15 * MINUTE_MS,
  },
  meeting_prep: {
    label: 'Briefs before meetings',
    says: 'gives people a brief before they meet somebody from outside',
    everyMs: 30 * MINUTE_MS,
  },
  stale_deals: {
    label: 'Stale deals',
    says: 'tells owners of deals where nothing happens, and admins of those at risk',
    localTime: '09:00',
  },
  recycling: {
    label: 'Leads to take up again',
    says: 'proposes leads to their owners that were given up and have shown up again',
    localTime: '09:00',
  },
  lifecycle: {
    label: 'Lifecycle',
    says: 'takes leads the steps that they have earned and no event has told of',
    everyMs: 120 * MINUTE_MS,
  },
} as const satisfies Readonly<Record<string, ClockWork>>;

export type ClockWorkName = keyof typeof CLOCK_WORK;

export const CLOCK_WORK_NAMES = Object.keys(CLOCK_WORK) as [ClockWorkName, ...ClockWorkName[]];

/** @returns undefined for work that an older or newer version knows */
export const clockWorkCalled = (name: string): ClockWork | undefined =>
  Object.hasOwn(CLOCK_WORK, name) ? CLOCK_WORK[name as ClockWorkName] : undefined;

/** How often it is looked whether something is due. */
export const CLOCK_MS = MINUTE_MS;

/**
 * One tick of one work in a workspace. Its key is the work: two ticks never run at the same time, and of several that
 * were missed the last one runs.
 */
export const RUN_CLOCK_WORK = {
  name: 'run_clock_work',
  data: z.object({
    work: z.string().max(60),
    /** The local day, or the instant that an interval began at. */
    slot: z.string().max(40),
    /** Somebody asked for it, at this instant. */
    askedAt: z.iso.datetime().optional(),
  }),
} as const satisfies JobType;
