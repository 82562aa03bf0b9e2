import type { Router } from 'express';
import type { Channel } from '../channel.ts';
import type { Config } from '../config.ts';

/** Slack, when it is configured. */
export function slackFrom(_config: Config): { channel: Channel; router: Router } | undefined {
  return undefined;
}
