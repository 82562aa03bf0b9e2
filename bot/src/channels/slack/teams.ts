import { logger } from '@clianta/crm-core/logger';
import type { WebClient } from '@slack/web-api';

/** A tenant that the app is installed in: how to speak there. */
export interface SlackTeam {
  client: WebClient;
  /** `xoxb-...`; also opens files. */
  token: string;
  /** Who we are there; undefined while Slack does not say. */
  botUserId(): Promise<string | undefined>;
}

/** The tenants that the app is installed in. */
export interface SlackTeams {
  /** @throws UpstreamError when the app is not installed there, or not any more */
  of(teamId: string): Promise<SlackTeam>;
}

/** A tenant by its token; who we are there is asked once. */
export function slackTeam(client: WebClient, token: string, knownBotUserId?: string): SlackTeam {
  let self: Promise<string | undefined> | undefined = knownBotUserId
    ? Promise.resolve(knownBotUserId)
    : undefined;
  return {
    client,
    token,
    botUserId() {
      self ??= client.auth.test().then((answer) => answer.user_id);
      return self.catch((error: unknown) => {
        self = undefined;
        logger.warn({ err: error }, 'slack does not say who we are');
        return undefined;
      });
    },
  };
}
