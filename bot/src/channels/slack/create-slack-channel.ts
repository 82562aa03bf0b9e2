import { App, type Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { Router } from 'express';
import type { Channel } from '../../channel.ts';
import type { ChannelHost } from '../../channel-kit/channel-host.ts';
import { Journal } from '../../channel-kit/journal.ts';
import { SeenEvents } from '../../channel-kit/seen-events.ts';
import { boltLogger } from './bolt-logger.ts';
import { SlackHome } from './home/home.ts';
import { SlackButtons } from './inbound/buttons.ts';
import { SlackCommands } from './inbound/commands.ts';
import { SlackInbox } from './inbound/inbox.ts';
import { handOn } from './inbound/kept-inputs.ts';
import { requestGuard } from './inbound/request-guard.ts';
import { SlackSenders } from './inbound/senders.ts';
import { spokenEventId } from './inbound/slack.schema.ts';
import { SlackReceiver } from './inbound/slack-receiver.ts';
import { SocketReceiver } from './inbound/socket-receiver.ts';
import { SlackUnfurls } from './inbound/unfurls.ts';
import { listen } from './listen.ts';
import { SlackDialogs } from './modals/dialogs.ts';
import { openInstallations } from './oauth/open-installations.ts';
import { LiveAnswers } from './outbound/live-answers.ts';
import { SlackPoster } from './outbound/poster.ts';
import { trustedFileUrls, trustedResponseUrls } from './outbound/response-url.ts';
import { SlackChannel } from './slack.channel.ts';
import type { SlackContext } from './slack-context.ts';
import { SLACK_PATH } from './slack-path.ts';
import { slackTeam } from './teams.ts';

export interface SlackOptions {
  host: ChannelHost;
  /** `xoxb-...`: of the only team. */
  botToken?: string | undefined;
  /** Of the app, so that other teams can install it. */
  client?: { id: string; secret: string } | undefined;
  /** Slack calls us over HTTP. */
  signingSecret?: string | undefined;
  /** `xapp-...`: we call Slack, over a socket. */
  appToken?: string | undefined;
  /** Another address of the Web API, for tests: `http://127.0.0.1:1234/api/`. */
  apiUrl?: string | undefined;
  /** Between two edits of an answer that is being made. */
  betweenMs?: number;
  /** Before a lost socket is opened again. */
  reconnectMs?: number;
}

const CALL_TIMEOUT_MS = 10_000;
/** For calls that fail on the way; a 429 is waited out besides. */
const RETRIES = { retries: 3, factor: 2, minTimeout: 300, maxTimeout: 3_000 } as const;

/** Slack, over HTTP, a socket or both. The router goes before any body parser: the signature is over the raw body. */
export function createSlackChannel(options: SlackOptions): { channel: Channel; router: Router } {
  const { apiUrl, host, signingSecret, appToken, botToken, client: oauthClient } = options;
  const clientOptions = {
    logger: boltLogger,
    retryConfig: RETRIES,
    timeout: CALL_TIMEOUT_MS,
    ...(apiUrl && { slackApiUrl: apiUrl.replace(/\/*$/, '/') }),
  };
  const clientOf = (token?: string) => new WebClient(token, clientOptions);
  const teamOf = (token: string, botUserId?: string) => slackTeam(token, clientOptions, botUserId);
  const installed =
    oauthClient && openInstallations({ host, clientOf, teamOf, oauthClient, apiUrl, handlers });
  const only = botToken ? teamOf(botToken) : undefined;
  // a token of one's own is for the team that is not installed otherwise
  const teams = {
    of: async (teamId: string) => {
      if (!installed) return only ?? Promise.reject(new Error('Slack has no token.'));
      return only && !(await installed.has(teamId)) ? only : installed.teams.of(teamId);
    },
  };
  const poster = new SlackPoster(teams, trustedResponseUrls(apiUrl));
  const channel = new SlackChannel({
    teams,
    poster,
    live: new LiveAnswers({ teams, store: host.store, poster, betweenMs: options.betweenMs }),
    seen: host.seen,
  });
  function handlers() {
    return channel.handlers;
  }
  const context: SlackContext = {
    teams,
    seen: new SeenEvents(host.seen),
    senders: new SlackSenders(teams),
    handlers,
  };
  const inbox = new SlackInbox({ ...context, isSlackUrl: trustedFileUrls(apiUrl) });
  const dialogs = new SlackDialogs(context);
  const home = new SlackHome(context);
  channel.onSettled = (cardId) => home.redraw(cardId);
  const parts = {
    dialogs,
    home,
    commands: new SlackCommands({ ...context, inbox, dialogs }),
    buttons: new SlackButtons({
      ...context,
      dialogs,
      remember: (cardId, place) => channel.remember(cardId, place),
    }),
    unfurls: new SlackUnfurls(context, host.publicUrl),
    uninstall: installed?.uninstall,
  };
  const journal = new Journal({ store: host.store, work: (kept) => handOn(kept, { inbox, ...parts }) });
  channel.journal = journal;
  const keep = async (body: unknown) => {
    const eventId = spokenEventId(body);
    if (eventId) await journal.keep(eventId, body);
  };
  const isStopping = () => channel.isStopping;
  const router = Router();
  const receivers: Receiver[] = [];
  if (signingSecret) {
    const receiver = new SlackReceiver({ signingSecret, endpoints: SLACK_PATH, logger: boltLogger }, keep);
    receivers.push(receiver);
    router.post(SLACK_PATH, requestGuard(isStopping));
    router.use(receiver.router);
  }
  if (appToken) {
    const { reconnectMs } = options;
    const socket = new SocketReceiver({
      appToken,
      clientOptions,
      isStopping,
      keep,
      ...(reconnectMs && { reconnectMs }),
    });
    receivers.push(socket);
    channel.socket = socket;
  }
  const [first, ...others] = receivers;
  const app = appOf(first);
  for (const receiver of others) receiver.init(app);
  listen(app, parts, journal);
  if (installed) router.use(installed.router);
  return { channel, router };
}

/** Bolt, as what tells the kinds of requests apart. Who may speak with Slack for which tenant is not its business. */
function appOf(receiver: Receiver | undefined): App {
  if (!receiver) throw new Error('Slack needs SLACK_SIGNING_SECRET or SLACK_APP_TOKEN.');
  return new App({
    receiver,
    logger: boltLogger,
    // a look-up would come before the answer to Slack
    authorize: async () => ({}),
    ignoreSelf: false,
    convoStore: false,
  });
}
