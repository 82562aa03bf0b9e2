import type { Scope } from '@clianta/crm-core/entity/scope';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { type StreamOrder, syncStream } from '@clianta/crm-core/integrations/sync/sync-stream';
import type { GoogleApiStandIn } from './google-api-stand-in.ts';
import type { TestDatabase } from './test-crm.ts';

/** Connects somebody’s Google account, as they would. */
export async function googleAccount(
  { crm }: Pick<TestDatabase, 'crm'>,
  google: GoogleApiStandIn,
  scope: Scope,
  features: string[],
  email = `${scope.actor.id}@gmail.example`,
): Promise<IntegrationCredentialRecord> {
  const redirect = 'https://crm.example/api/integrations/callback';
  const { url, browser } = await crm.integrations.begin(scope, 'google', features, redirect);
  const by = { browser, userId: scope.actor.id };
  return (await crm.integrations.finish(google.consent(url, email), by)).credential;
}

/** One run of a stream, as the job does it. */
export async function synced({ crm }: Pick<TestDatabase, 'crm'>, order: StreamOrder) {
  const done = await syncStream(crm, order, AbortSignal.timeout(30_000));
  if (!done) throw new Error('the account is not to be synced');
  return done;
}
