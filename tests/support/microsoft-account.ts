import type { Scope } from '@clianta/crm-core/entity/scope';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import type { MicrosoftStandIn } from './microsoft-stand-in.ts';
import type { TestDatabase } from './test-crm.ts';

/** Connects somebody’s Microsoft account, as they would. */
export async function microsoftAccount(
  { crm }: Pick<TestDatabase, 'crm'>,
  microsoft: MicrosoftStandIn,
  scope: Scope,
  features: string[],
  email = `${scope.actor.id}@contoso.example`,
): Promise<IntegrationCredentialRecord> {
  const redirect = 'https://crm.example/api/integrations/callback';
  const { url, browser } = await crm.integrations.begin(scope, 'microsoft', features, redirect);
  const by = { browser, userId: scope.actor.id };
  return (await crm.integrations.finish(microsoft.consent(url, email), by)).credential;
}
