import { entraInWords } from '@clianta/crm-core/integrations/microsoft/entra-words';
import { z } from 'zod';
import type { WrongKeys } from '../../channel-definition.ts';
import { ask } from '../../keys/ask.ts';

interface TeamsKeys {
  TEAMS_APP_ID?: string | undefined;
  TEAMS_APP_PASSWORD?: string | undefined;
  TEAMS_TENANT_ID?: string | undefined;
  TEAMS_API_URL?: string | undefined;
}

const refusalSchema = z.object({ error: z.string(), error_description: z.string().default('') });
/** Microsoft, "Microsoft Entra authentication and authorization error codes": what each is about. */
const ABOUT: ReadonlyArray<readonly [code: RegExp, variable: keyof TeamsKeys]> = [
  [/AADSTS(7000215|7000222)/, 'TEAMS_APP_PASSWORD'],
  [/AADSTS700016/, 'TEAMS_APP_ID'],
  [/AADSTS(90002|900023)/, 'TEAMS_TENANT_ID'],
];

/** What Microsoft does not accept, by asking for the token that the bot speaks with. */
export async function checkTeamsKeys(env: TeamsKeys): Promise<WrongKeys[]> {
  const { TEAMS_APP_ID: id = '', TEAMS_APP_PASSWORD: secret = '', TEAMS_TENANT_ID: tenant = '' } = env;
  if (!id) return [];
  const own = env.TEAMS_API_URL?.replace(/\/+$/, '');
  const url = own
    ? `${own}/token`
    : `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
  const answer = await ask(url, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: 'https://api.botframework.com/.default',
    }),
  });
  const refused = refusalSchema.safeParse(answer?.body).data;
  if (!refused || !answer || answer.status >= 500) return [];
  const said = refused.error_description;
  const about = ABOUT.find(([code]) => code.test(said))?.[1];
  if (!about && refused.error !== 'invalid_client' && refused.error !== 'unauthorized_client') return [];
  return [
    {
      variables: about ? [about] : ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD'],
      problem: entraInWords(said) ?? 'Microsoft does not know this app and secret. Enter both anew.',
    },
  ];
}
