import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { salesforce } from '@clianta/crm-core/integrations/salesforce/salesforce.integration';
import { syncStream } from '@clianta/crm-core/integrations/sync/sync-stream';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';

/** What salesforce-kill.test.ts has this process do. */
export interface SalesforceProcessOptions {
  mongoUri: string;
  env: Record<string, string>;
  key: string;
  workspaceId: string;
  credentialId: string;
}

const { mongoUri, env, key, workspaceId, credentialId }: SalesforceProcessOptions = JSON.parse(
  process.argv[2] ?? '',
);
const database = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({
  connection: database.connection,
  integrations: { env, box: new SecretBox([key]), registry: [salesforce] },
});
const order = { workspaceId, credentialId, feature: 'crm', stream: 'records' };
const before = process.memoryUsage.rss();
const entry = await syncStream(crm, order, new AbortController().signal);
const moreMb = process.resourceUsage().maxRSS / 1024 - before / 1024 ** 2;
console.info(
  JSON.stringify({ created: entry?.created, ms: entry?.ms, calls: entry?.calls, moreMb: Math.round(moreMb) }),
);
await database.stop();
