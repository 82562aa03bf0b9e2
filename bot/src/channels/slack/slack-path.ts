/** The one address that Slack calls: events, buttons, dialogs and commands. */
export const SLACK_PATH = '/slack/events';
/** Where an admin connects a team, and where Slack sends them back to. */
export const INSTALL_PATH = '/slack/install';
export const OAUTH_REDIRECT_PATH = '/slack/oauth_redirect';
