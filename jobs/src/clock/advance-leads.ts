import { rescore } from '@clianta/crm-core/intelligence/scoring/rescore';
import { contactsTouchedSince } from '@clianta/crm-core/intelligence/scoring/touched-contacts';
import type { ClockJob } from './clock-job.ts';

/** Longer than the time between two ticks, so that one that fails is made up for by the next. */
const LOOKS_BACK_MS = 6 * 60 * 60_000;
const BATCH = 500;

/**
 * Takes leads the steps that no event has told of: events may be lost, and what was brought in past the services has none.
 * Steps go forward, and a stage that somebody chose stays.
 */
export const advanceLeads: ClockJob = {
  name: 'lifecycle',
  async run({ crm }, { workspaceId }) {
    const ids = await contactsTouchedSince(crm, workspaceId, new Date(crm.now().getTime() - LOOKS_BACK_MS));
    for (let at = 0; at < ids.length; at += BATCH) await rescore(crm, workspaceId, ids.slice(at, at + BATCH));
    return `${ids.length} looked at`;
  },
};
