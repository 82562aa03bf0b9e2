import type { ClockWorkName } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import type { JobContext } from '../job.ts';

/** One tick, in one workspace. */
export interface Tick {
  workspaceId: string;
  /** The workspace's. */
  timeZone: string;
  /** The local day, or the instant that an interval began at. */
  slot: string;
}

/**
 * What the clock does in each workspace by itself. It may run twice for the same slot (a crash in the middle, somebody who
 * asks for it) and must then change nothing more.
 */
export interface ClockJob {
  name: ClockWorkName;
  /** @returns what came of it, in a few words for people */
  run(context: JobContext, tick: Tick): Promise<string>;
}
