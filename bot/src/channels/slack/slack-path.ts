/** The one address that Slack calls: events, buttons, dialogs and commands. */
export const SLACK_PATH = '/slack/events';
