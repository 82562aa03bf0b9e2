import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { findActionItems } from './find-action-items.ts';
import { measureMood } from './measure-mood.ts';
import { spokenLanguage } from './spoken-language.ts';
import { sumUp } from './sum-up.ts';

/** What follows from what was said in a call, as its record keeps it. */
export async function heardValues(crm: CrmCore, workspaceId: string, segments: Segment[], at: Date) {
  const { team, timeZone, calendar } = await crm.facts(workspaceId);
  const language = spokenLanguage(segments);
  const lastMs = segments.reduce((most, { endMs }) => Math.max(most, endMs), 0);
  return {
    segments,
    participants: [...new Set(segments.map(({ speaker }) => speaker))].slice(0, 100),
    summary: sumUp(segments),
    actionItems: findActionItems(segments, { at, timeZone, calendar, team }),
    ...(lastMs > 0 && { seconds: Math.round(lastMs / 1_000) }),
    ...(language && { language }),
    // the lexicon of feelings knows English
    ...(language === 'en' && { sentiment: (await measureMood(segments)).score }),
  };
}
