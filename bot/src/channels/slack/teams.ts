import { logger } from '@clianta/crm-core/logger';
import {
  type ChatPostMessageArguments,
  type ChatPostMessageResponse,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { postOnce } from './outbound/post-once.ts';

/** A tenant that the app is installed in: how to speak there. */
export interface SlackTeam {
  client: WebClient;
  /** What may have been taken, and whose answer was lost, is not said again by itself: only what Slack has refused is. */
  post(message: ChatPostMessageArguments): Promise<ChatPostMessageResponse>;
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
export function slackTeam(token: string, options: WebClientOptions, knownBotUserId?: string): SlackTeam {
  const client = new WebClient(token, options);
  const posting = new WebClient(token, {
    ...options,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  let self: Promise<string | undefined> | undefined = knownBotUserId
    ? Promise.resolve(knownBotUserId)
    : undefined;
  return {
    client,
    post: (message) => postOnce(posting, message),
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
