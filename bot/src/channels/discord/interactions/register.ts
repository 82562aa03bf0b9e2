import { existsSync } from 'node:fs';
import { readConfig } from '../../../config.ts';
import { discord } from '../discord.definition.ts';
import { discordRest } from '../outbound/discord-rest.ts';
import { commands } from './commands.ts';
import { registerCommands } from './register-commands.ts';

/** Registers the slash commands: in DISCORD_GUILD_ID, where they are there at once, else everywhere. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const env: Record<string, unknown> = discord.env.parse(config);
  const missing = discord.needs.filter((variable) => !env[variable]);
  if (missing.length > 0) throw new Error(`Discord is off. It needs ${missing.join(', ')}.`);
  const { DISCORD_BOT_TOKEN: token, DISCORD_APPLICATION_ID: applicationId, DISCORD_GUILD_ID: guild } = env;
  const guildId = config.NODE_ENV !== 'production' && guild ? String(guild) : undefined;
  const rest = discordRest(String(token), env.DISCORD_API_URL ? String(env.DISCORD_API_URL) : undefined);
  const outcome = await registerCommands(rest, { applicationId: String(applicationId), guildId });
  const where = guildId
    ? `in the server ${guildId}`
    : 'everywhere; it takes Discord up to an hour to show them';
  const names = commands.map(({ name }) => `/${name}`).join(' ');
  process.stdout.write(
    outcome === 'unchanged' ? `Nothing has changed: ${names}\n` : `Registered ${where}: ${names}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
