import { REST } from 'discord.js';

/** Discord's REST API, with its queue: what is too much waits as long as Discord says. @param apiUrl - another address, for tests */
export function discordRest(botToken: string, apiUrl: string | undefined): REST {
  return new REST(apiUrl ? { api: apiUrl } : {}).setToken(botToken);
}
