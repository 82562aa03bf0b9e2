/** The address that Discord calls when an app takes its interactions over HTTP. */
export const DISCORD_PATH = '/discord/interactions';
