import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { UnauthenticatedError } from '../../errors.ts';
import type { Integration } from '../layer/define-integration.ts';
import { IntegrationCredential } from '../layer/integration-credential.schema.ts';
import { Watches } from '../watch/watches.ts';
import type { googleEnv } from './google.integration.ts';
import { GMAIL_PUSH } from './watch-gmail.ts';

type Push = Parameters<NonNullable<Integration['webhook']>>[0];
type Env = z.output<typeof googleEnv>;

const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];
const bodySchema = z.object({ message: z.object({ data: z.string() }) });
const mailSchema = z.object({ emailAddress: z.email().transform((address) => address.toLowerCase()) });

/** What Google tells: of a channel of Calendar, or by Pub/Sub of a mailbox of Gmail. */
export const takeGooglePush = async (push: Push, { crm, env }: { crm: CrmCore; env: Env }) => {
  if (push.path.endsWith(GMAIL_PUSH)) return takeMail(push, crm, env);
  const of = (name: string) => push.headers[`x-goog-${name}`] ?? '';
  const watch = await new Watches(crm).proven(of('channel-id'), of('channel-token'), of('resource-id'));
  // one that was stopped may call on for a while
  if (!watch) throw new UnauthenticatedError('This notice is not of a channel of ours.');
  return { status: 202, wakes: of('resource-state') === 'sync' ? [] : [watch] };
};

/** Pub/Sub proves itself by a token that Google has signed for its service account and this very address. */
async function takeMail({ path, headers, body }: Push, crm: CrmCore, env: Env) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const { GOOGLE_PUBSUB_SENDER: sender } = env;
  if (!token || !sender) throw new UnauthenticatedError('Pub/Sub does not prove that it is Google’s.');
  try {
    const { payload } = await jwtVerify(token, keysOf(env), {
      issuer: ISSUERS,
      audience: crm.links.address(path),
      algorithms: ['RS256'],
      currentDate: crm.now(),
    });
    if (payload.email !== sender || payload.email_verified !== true) throw new Error('another account');
  } catch {
    throw new UnauthenticatedError('Pub/Sub does not prove that it is Google’s.');
  }
  const { emailAddress } = mailSchema.parse(JSON.parse(dataOf(body)));
  const accounts = await crm.store
    .model(IntegrationCredential)
    .find({ vendor: 'google', name: emailAddress, features: 'mail', isDeleted: false })
    .select({ workspaceId: 1 })
    .lean<Array<{ _id: string; workspaceId: string }>>();
  const wakes = accounts.map(({ _id: credentialId, workspaceId }) => ({
    ...{ workspaceId, credentialId, feature: 'mail', stream: 'mail' },
  }));
  return { status: 204, wakes };
}

const dataOf = (body: Buffer) =>
  Buffer.from(bodySchema.parse(JSON.parse(body.toString('utf8'))).message.data, 'base64').toString('utf8');

/** Kept for as long as the process runs; they are fetched anew when a token names one that is not among them. */
const keys = new Map<string, ReturnType<typeof createRemoteJWKSet>>();
function keysOf({ GOOGLE_API_URL }: Env) {
  const url = `${GOOGLE_API_URL?.replace(/\/$/, '') ?? 'https://www.googleapis.com'}/oauth2/v3/certs`;
  const known = keys.get(url) ?? createRemoteJWKSet(new URL(url));
  keys.set(url, known);
  return known;
}
