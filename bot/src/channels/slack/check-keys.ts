import { z } from 'zod';
import type { WrongKeys } from '../../channel-definition.ts';
import { ask } from '../../keys/ask.ts';

interface SlackKeys {
  SLACK_BOT_TOKEN?: string | undefined;
  SLACK_APP_TOKEN?: string | undefined;
  SLACK_CLIENT_ID?: string | undefined;
  SLACK_CLIENT_SECRET?: string | undefined;
  SLACK_API_URL?: string | undefined;
}

const REFUSED: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know it',
  not_authed: 'Slack does not know it',
  not_allowed_token_type: 'it is a token of another kind',
  account_inactive: 'the app was removed from the Slack workspace',
  token_revoked: 'it was revoked',
  token_expired: 'it has expired',
};
const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional() });

/** What Slack does not accept. The signing secret cannot be asked about: a wrong one shows when Slack calls. */
export async function checkSlackKeys(env: SlackKeys): Promise<WrongKeys[]> {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_CLIENT_ID: id } = env;
  const found = await Promise.all([
    bot &&
      tokenProblem(env, 'auth.test', bot, 'SLACK_BOT_TOKEN', 'OAuth & Permissions, Bot User OAuth Token'),
    app &&
      tokenProblem(
        env,
        'apps.connections.open',
        app,
        'SLACK_APP_TOKEN',
        'Basic Information, App-Level Tokens',
      ),
    id && env.SLACK_CLIENT_SECRET && clientProblem(env),
  ]);
  return found.filter((one) => one !== undefined && one !== '');
}

async function tokenProblem(
  env: SlackKeys,
  method: string,
  token: string,
  variable: string,
  where: string,
): Promise<WrongKeys | undefined> {
  const why = REFUSED[(await said(env, method, {}, token)) ?? ''];
  return why
    ? { variables: [variable], problem: `${why}. Copy it anew at api.slack.com/apps, ${where}.` }
    : undefined;
}

/** A code that nobody has given out is looked at only after the client. */
async function clientProblem(env: SlackKeys): Promise<WrongKeys | undefined> {
  const { SLACK_CLIENT_ID: client_id = '', SLACK_CLIENT_SECRET: client_secret = '' } = env;
  const given = { client_id, client_secret, code: 'none', redirect_uri: 'https://localhost/' };
  const error = await said(env, 'oauth.v2.access', given);
  const where = 'Copy it anew at api.slack.com/apps, Basic Information, App Credentials.';
  if (error === 'invalid_client_id')
    return { variables: ['SLACK_CLIENT_ID'], problem: `Slack does not know it. ${where}` };
  if (error === 'bad_client_secret')
    return {
      variables: ['SLACK_CLIENT_SECRET'],
      problem: `it is not the secret of SLACK_CLIENT_ID. ${where}`,
    };
  return undefined;
}

/** @returns Slack's word for what it refuses */
async function said(
  { SLACK_API_URL = 'https://slack.com/api' }: SlackKeys,
  method: string,
  given: Record<string, string>,
  token?: string,
): Promise<string | undefined> {
  const answer = await ask(`${SLACK_API_URL.replace(/\/*$/, '')}/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: new URLSearchParams(given).toString(),
  });
  return answerSchema.safeParse(answer?.body).data?.error;
}
