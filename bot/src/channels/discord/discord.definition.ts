import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { defineChannel } from '../../channel-definition.ts';
import { DISCORD_PATH } from './discord-path.ts';

/** What is before the 32 bytes of a private Ed25519 key in DER (RFC 8410). */
const DER_PREFIX = '302e020100300506032b657004220420';
const hex = z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits');
const snowflake = z.string().regex(/^\d{5,20}$/, 'must be the digits of an id');

export const discord = defineChannel({
  name: 'discord',
  label: 'Discord',
  env: z.object({
    DISCORD_BOT_TOKEN: z
      .string()
      .optional()
      .describe('Token of the Discord app, from its Bot page. Discord is off without it.'),
    DISCORD_APPLICATION_ID: snowflake.optional().describe('Application ID of the Discord app.'),
    DISCORD_PUBLIC_KEY: hex
      .optional()
      .describe(
        'Public key of the Discord app: takes interactions over HTTP at /discord/interactions. Unset: they come over the gateway.',
      ),
    DISCORD_GUILD_ID: snowflake
      .optional()
      .describe('A server to register the slash commands in, for development. Unset: everywhere.'),
    DISCORD_REPLAY_KEY: hex
      .optional()
      .describe(
        'A private Ed25519 key of your own whose public half is DISCORD_PUBLIC_KEY: signs what `npm run receive` replays, for development.',
      ),
    DISCORD_API_URL: z.url().optional().describe("Another address of Discord's API, for tests."),
  }),
  needs: ['DISCORD_BOT_TOKEN', 'DISCORD_APPLICATION_ID'],
  async create(env, host) {
    const { createDiscordChannel } = await import('./create-discord-channel.ts');
    const { publicKeyOf } = await import('./interactions/interaction-guard.ts');
    return createDiscordChannel({
      botToken: env.DISCORD_BOT_TOKEN ?? '',
      applicationId: env.DISCORD_APPLICATION_ID ?? '',
      publicKey: env.DISCORD_PUBLIC_KEY ? publicKeyOf(env.DISCORD_PUBLIC_KEY) : undefined,
      apiUrl: env.DISCORD_API_URL,
      host,
    });
  },
  check: async (env) => (await import('./check-keys.ts')).checkDiscordKeys(env),
  setUp: (url) => [
    { text: 'At Discord choose New Application:', value: 'https://discord.com/developers/applications' },
    {
      text: 'Set its Application ID (General Information) and the token of its bot (Bot, Reset Token) where Clianta runs:',
      value: 'DISCORD_APPLICATION_ID\nDISCORD_BOT_TOKEN',
    },
    {
      text: 'Under Bot switch on the Message Content Intent, so that people need not mention Clianta again in a thread.',
    },
    {
      text: 'Under Installation tick Guild Install alone. Its scopes are bot and applications.commands, its permissions are below. Open the install link and add the app to your server.',
      value:
        'View Channels\nSend Messages\nSend Messages in Threads\nCreate Public Threads\nRead Message History\nAttach Files',
    },
    { text: 'Register the slash commands, and start Clianta again:', value: 'npm run discord:register' },
    {
      text: 'Optional: to take interactions over HTTP set DISCORD_PUBLIC_KEY, and enter the Interactions Endpoint URL:',
      value: `${url}${DISCORD_PATH}`,
    },
  ],
  replay({ DISCORD_REPLAY_KEY }, event) {
    if (!DISCORD_REPLAY_KEY)
      throw new Error(
        'Only Discord can sign with its own key. Set DISCORD_REPLAY_KEY to a private key of yours, and DISCORD_PUBLIC_KEY to its public half.',
      );
    const at = String(Math.floor(Date.now() / 1_000));
    const body = JSON.stringify(JSON.parse(event));
    const der = Buffer.from(DER_PREFIX + DISCORD_REPLAY_KEY, 'hex');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return {
      path: DISCORD_PATH,
      headers: {
        'Content-Type': 'application/json',
        'X-Signature-Timestamp': at,
        'X-Signature-Ed25519': sign(null, Buffer.from(at + body), key).toString('hex'),
      },
      body,
    };
  },
});
