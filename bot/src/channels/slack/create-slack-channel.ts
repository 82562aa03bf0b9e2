import { App, type Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { Router } from 'express';
import type { Channel } from '../../channel.ts';
import { SeenEvents, type SeenStore } from '../../channel-kit/seen-events.ts';
import { boltLogger } from './bolt-logger.ts';
import { SlackHome } from './home/home.ts';
import { SlackButtons } from './inbound/buttons.ts';
import { SlackCommands } from './inbound/commands.ts';
import { SlackInbox } from './inbound/inbox.ts';
import { requestGuard } from './inbound/request-guard.ts';
import { SlackSenders } from './inbound/senders.ts';
import { SlackReceiver } from './inbound/slack-receiver.ts';
import { SlackUnfurls } from './inbound/unfurls.ts';
import { listen } from './listen.ts';
import { SlackDialogs } from './modals/dialogs.ts';
import { SlackPoster } from './outbound/poster.ts';
import { trustedFileUrls, trustedResponseUrls } from './outbound/response-url.ts';
import { SlackChannel } from './slack.channel.ts';
import type { SlackContext } from './slack-context.ts';
import { SLACK_PATH } from './slack-path.ts';
import { slackTeam } from './teams.ts';

export interface SlackOptions {
  /** `xoxb-...` */
  botToken: string;
  signingSecret: string;
  /** Another address of the Web API, for tests: `http://127.0.0.1:1234/api/`. */
  apiUrl?: string | undefined;
  /** Remembers dispatched events over all processes; without it this process does, and the conversation itself. */
  seen?: SeenStore;
  /** The address of the console: links to its records are shown as what they stand for. */
  publicUrl?: string | undefined;
}

const CALL_TIMEOUT_MS = 10_000;
/** For calls that fail on the way; a 429 is waited out besides. */
const RETRIES = { retries: 3, factor: 2, minTimeout: 300, maxTimeout: 3_000 } as const;

/** Slack over HTTP. The router goes before any body parser: the signature is over the raw body. */
export function createSlackChannel(options: SlackOptions): { channel: Channel; router: Router } {
  const { apiUrl, publicUrl } = options;
  const clientOptions = {
    logger: boltLogger,
    retryConfig: RETRIES,
    timeout: CALL_TIMEOUT_MS,
    ...(apiUrl && { slackApiUrl: apiUrl.replace(/\/*$/, '/') }),
  };
  const only = slackTeam(new WebClient(options.botToken, clientOptions), options.botToken);
  const teams = { of: async () => only };
  const channel = new SlackChannel(teams, new SlackPoster(teams, trustedResponseUrls(apiUrl)));
  const context: SlackContext = {
    teams,
    seen: new SeenEvents(options.seen),
    senders: new SlackSenders(teams),
    handlers: () => channel.handlers,
  };
  const inbox = new SlackInbox({ ...context, isSlackUrl: trustedFileUrls(apiUrl) });
  const dialogs = new SlackDialogs(context);
  const home = new SlackHome(context);
  channel.onSettled = (cardId) => home.redraw(cardId);
  const parts = {
    inbox,
    dialogs,
    home,
    commands: new SlackCommands({ ...context, inbox, dialogs }),
    buttons: new SlackButtons({
      ...context,
      dialogs,
      remember: (cardId, place) => channel.remember(cardId, place),
    }),
    unfurls: new SlackUnfurls(context, publicUrl),
  };
  const receiver = new SlackReceiver({
    signingSecret: options.signingSecret,
    endpoints: SLACK_PATH,
    logger: boltLogger,
  });
  listen(appOf(receiver), parts);
  const router = Router();
  router.post(
    SLACK_PATH,
    requestGuard(() => channel.isStopping),
  );
  router.use(receiver.router);
  return { channel, router };
}

/** Bolt, as what tells the kinds of requests apart. Who may speak with Slack for which tenant is not its business. */
function appOf(receiver: Receiver): App {
  return new App({
    receiver,
    logger: boltLogger,
    // a look-up would come before the answer to Slack
    authorize: async () => ({}),
    ignoreSelf: false,
    convoStore: false,
  });
}
