import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** Writes down who gets it, then begins. Its key is the campaign. */
export const START_CAMPAIGN = {
  name: 'start_campaign',
  data: z.object({ campaignId: z.string(), editionId: z.string() }),
} as const satisfies JobType;

/** Puts what is due into the outbox and looks what became of what was there. Its key is the campaign. */
export const FEED_CAMPAIGN = {
  name: 'feed_campaign',
  data: z.object({ campaignId: z.string() }),
} as const satisfies JobType;

/** Says which variant the rest gets. Its key is the campaign. */
export const PICK_WINNER = {
  name: 'pick_campaign_winner',
  data: z.object({ campaignId: z.string() }),
} as const satisfies JobType;

/** What the mails of a campaign name as what they belong to. */
export const sourceOf = (campaignId: string): string => `campaign:${campaignId}`;

/** Why a mail was taken back that goes out later. */
export const PAUSED = 'the campaign is paused';
