import { logger } from '@clianta/crm-core/logger';
import { App } from '@slack/bolt';
import { Router } from 'express';
import type { Channel } from '../../channel.ts';
import { SeenEvents, type SeenStore } from '../../channel-kit/seen-events.ts';
import { boltLogger } from './bolt-logger.ts';
import { TYPED_APPROVAL } from './inbound/approval-dialog.ts';
import { SlackButtons } from './inbound/buttons.ts';
import { SlackInbox } from './inbound/inbox.ts';
import { requestGuard } from './inbound/request-guard.ts';
import { SlackReceiver } from './inbound/slack-receiver.ts';
import { SlackPoster } from './outbound/poster.ts';
import { trustedResponseUrls } from './outbound/response-url.ts';
import { SlackChannel } from './slack.channel.ts';
import { SLACK_PATH } from './slack-path.ts';

export interface SlackOptions {
  /** `xoxb-...` */
  botToken: string;
  signingSecret: string;
  /** Another address of the Web API, for tests: `http://127.0.0.1:1234/api/`. */
  apiUrl?: string | undefined;
  /** Remembers dispatched events over all processes; without it this process does, and the conversation itself. */
  seen?: SeenStore;
}

const CALL_TIMEOUT_MS = 10_000;
/** For calls that fail on the way; a 429 is waited out besides. */
const RETRIES = { retries: 3, factor: 2, minTimeout: 300, maxTimeout: 3_000 } as const;

/** Slack over HTTP. The router goes before any body parser: the signature is over the raw body. */
export function createSlackChannel(options: SlackOptions): { channel: Channel; router: Router } {
  const receiver = new SlackReceiver({
    signingSecret: options.signingSecret,
    endpoints: SLACK_PATH,
    logger: boltLogger,
  });
  const app = new App({
    token: options.botToken,
    receiver,
    logger: boltLogger,
    // a check would come before the answer to Slack
    tokenVerificationEnabled: false,
    ignoreSelf: false,
    clientOptions: {
      retryConfig: RETRIES,
      timeout: CALL_TIMEOUT_MS,
      ...(options.apiUrl && { slackApiUrl: options.apiUrl.replace(/\/*$/, '/') }),
    },
  });
  const { client } = app;
  const seen = new SeenEvents(options.seen);
  const channel = new SlackChannel(client, new SlackPoster(client, trustedResponseUrls(options.apiUrl)));
  let self: Promise<string | undefined> | undefined;
  const botUserId = () => {
    self ??= client.auth.test().then((answer) => answer.user_id);
    return self.catch((error: unknown) => {
      self = undefined;
      logger.warn({ err: error }, 'slack does not say who we are');
      return undefined;
    });
  };
  const handlers = () => channel.handlers;
  const inbox = new SlackInbox({ client, seen, handlers, botUserId });
  const buttons = new SlackButtons({
    client,
    seen,
    handlers,
    sender: (...who) => inbox.sender(...who),
    remember: (cardId, place) => channel.remember(cardId, place),
  });
  listen(app, inbox, buttons);
  const router = Router();
  router.post(
    SLACK_PATH,
    requestGuard(() => channel.isStopping),
  );
  router.use(receiver.router);
  return { channel, router };
}

/** Every listener answers Slack first and works afterwards; Bolt answers events by itself before their listener. */
function listen(app: App, inbox: SlackInbox, buttons: SlackButtons): void {
  app.event('message', ({ body }) => inbox.event(body));
  app.event('app_mention', ({ body }) => inbox.event(body));
  app.command('/clianta', async ({ ack, body }) => {
    const said = body.text.trim();
    await ack(said ? { response_type: 'ephemeral', text: 'Working on it…' } : undefined);
    await inbox.command(body);
  });
  app.action(/^clianta_/, async ({ ack, body }) => {
    await ack();
    await buttons.click(body);
  });
  // a button that only opens a link is reported as well
  app.action(/^(?!clianta_)/, ({ ack }) => ack());
  app.view(TYPED_APPROVAL, async ({ ack, body }) => {
    const wrong = buttons.checkDialog(body);
    if (wrong) return ack({ response_action: 'errors', errors: { count: wrong.error } });
    await ack();
    await buttons.submitDialog(body);
  });
  app.error(async (error) => logger.error({ err: error, channel: 'slack' }, 'slack request failed'));
}
