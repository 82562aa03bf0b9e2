import type { Router } from 'express';
import type { Channel } from '../channel.ts';
import type { Config } from '../config.ts';

/** A channel of another platform, and its webhooks. */
export interface ForeignChannel {
  channel: Channel;
  router: Router;
}

/** The channels that the configuration switches on; what is off is not even loaded. The web chat is always there. */
export async function foreignChannels(config: Config): Promise<ForeignChannel[]> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: apiUrl } = config;
  if (!botToken || !signingSecret) return [];
  const { createSlackChannel } = await import('./slack/create-slack-channel.ts');
  return [createSlackChannel({ botToken, signingSecret, apiUrl })];
}
