import { z } from 'zod';
import type { WrongKeys } from '../../channel-definition.ts';
import { ask } from '../../keys/ask.ts';

interface DiscordKeys {
  DISCORD_BOT_TOKEN?: string | undefined;
  DISCORD_APPLICATION_ID?: string | undefined;
  DISCORD_PUBLIC_KEY?: string | undefined;
  DISCORD_API_URL?: string | undefined;
}

const appSchema = z.object({ id: z.string(), verify_key: z.string().optional() });
const WHERE = 'Copy it anew at discord.com/developers/applications,';

/** What Discord does not accept, and what is of another app than the token. */
export async function checkDiscordKeys(env: DiscordKeys): Promise<WrongKeys[]> {
  const { DISCORD_API_URL = 'https://discord.com/api', DISCORD_BOT_TOKEN } = env;
  const answer = await ask(`${DISCORD_API_URL.replace(/\/+$/, '')}/v10/applications/@me`, {
    headers: { authorization: `Bot ${DISCORD_BOT_TOKEN}` },
  });
  if (answer?.status === 401)
    return [
      { variables: ['DISCORD_BOT_TOKEN'], problem: `Discord does not know it. ${WHERE} Bot, Reset Token.` },
    ];
  const app = answer?.status === 200 ? appSchema.safeParse(answer.body).data : undefined;
  if (!app) return [];
  const other = 'it is of another app than DISCORD_BOT_TOKEN.';
  const { DISCORD_APPLICATION_ID: id, DISCORD_PUBLIC_KEY: key } = env;
  return [
    id && id !== app.id && 'DISCORD_APPLICATION_ID',
    key && app.verify_key && key.toLowerCase() !== app.verify_key.toLowerCase() && 'DISCORD_PUBLIC_KEY',
  ]
    .filter((variable) => typeof variable === 'string' && variable !== '')
    .map((variable) => ({
      variables: [String(variable)],
      problem: `${other} ${WHERE} General Information.`,
    }));
}
