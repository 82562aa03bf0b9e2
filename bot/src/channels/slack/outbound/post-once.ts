import { setTimeout as pause } from 'node:timers/promises';
import {
  type ChatPostMessageArguments,
  type ChatPostMessageResponse,
  ErrorCode,
  type WebClient,
} from '@slack/web-api';

/** Slack asks for some seconds, seldom for more than half a minute. */
const ATTEMPTS = 4;

/**
 * Posts a message, and again when Slack says that it came too soon, after as long as it asks. Whatever else goes wrong is
 * the caller's: Slack may have taken it.
 *
 * @param client - that tries nothing again by itself
 */
export async function postOnce(
  client: WebClient,
  message: ChatPostMessageArguments,
): Promise<ChatPostMessageResponse> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.chat.postMessage(message);
    } catch (error) {
      const seconds = secondsAskedFor(error);
      if (seconds === undefined || attempt === ATTEMPTS) throw error;
      await pause(seconds * 1_000);
    }
  }
}

function secondsAskedFor(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== ErrorCode.RateLimitedError) return;
  return 'retryAfter' in error ? Number(error.retryAfter) : undefined;
}
