import { COMMANDS } from '../commands.ts';
import { SUGGESTED_PROMPTS } from '../home/suggested-prompts.ts';
import { EVENTS } from '../inbound/slack.schema.ts';
import { SHORTCUTS } from '../shortcuts.ts';
import { OAUTH_REDIRECT_PATH, SLACK_PATH } from '../slack-path.ts';

/** What the app may do in a team. Each is for something that it does. */
export const BOT_SCOPES: readonly string[] = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'files:read',
  'groups:history',
  'im:history',
  'im:write',
  'links:read',
  'links:write',
  'mpim:history',
  'users:read',
  'users:read.email',
];

/** Slack subscribes to messages by where they are written. */
const MESSAGE_EVENTS = ['message.channels', 'message.groups', 'message.im', 'message.mpim'];
/** Of the older assistant view, which an app with the agent view cannot subscribe to. */
const OLD_EVENTS = /^assistant_/;

export interface ManifestOptions {
  /** The address people use: `https://crm.example.com`. */
  url: string;
  /** Over a socket Slack needs no address to call. */
  isSocketMode?: boolean;
  /** Other teams may install it as well. */
  isForManyTeams?: boolean;
}

/**
 * The app as Slack is to make it (https://docs.slack.dev/reference/app-manifest): from the tables of commands, shortcuts
 * and events, so that nothing is listed twice.
 */
export function slackManifest({ url, isSocketMode = false, isForManyTeams = false }: ManifestOptions) {
  const base = url.replace(/\/+$/, '');
  const address = `${base}${SLACK_PATH}`;
  const called = isSocketMode ? {} : { url: address };
  const requested = isSocketMode ? {} : { request_url: address };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Clianta',
      description: 'The CRM you talk to',
      long_description:
        'Ask Clianta about your contacts, companies, deals and tasks, in a direct message, by mentioning it in a channel, or with /clianta. It finds, creates and changes records in your own Clianta workspace, prepares you for calls, and asks before it deletes anything, changes many records or sends something outside.',
      background_color: '#1f2937',
    },
    features: {
      bot_user: { display_name: 'Clianta', always_online: true },
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      agent_view: {
        agent_description:
          'Finds, creates and changes contacts, companies, deals and tasks, and prepares you for calls.',
        suggested_prompts: [...SUGGESTED_PROMPTS],
      },
      slash_commands: COMMANDS.map(({ command, description, hint }) => ({
        command,
        ...called,
        description,
        usage_hint: hint,
        should_escape: true,
      })),
      shortcuts: SHORTCUTS.map(({ callbackId, name, description, type }) => ({
        name,
        type,
        callback_id: callbackId,
        description,
      })),
      unfurl_domains: domainsOf(base),
    },
    oauth_config: {
      ...(isForManyTeams && { redirect_urls: [`${base}${OAUTH_REDIRECT_PATH}`] }),
      scopes: { bot: [...BOT_SCOPES] },
    },
    settings: {
      event_subscriptions: {
        ...requested,
        bot_events: [
          ...Object.keys(EVENTS).filter((name) => name !== 'message' && !OLD_EVENTS.test(name)),
          ...MESSAGE_EVENTS,
        ].sort(),
      },
      interactivity: { is_enabled: true, ...requested },
      org_deploy_enabled: isForManyTeams,
      socket_mode_enabled: isSocketMode,
      token_rotation_enabled: false,
    },
  };
}

/** Slack knows only names with a dot. */
function domainsOf(base: string): string[] {
  const { hostname } = new URL(base);
  return hostname.includes('.') ? [hostname] : [];
}
