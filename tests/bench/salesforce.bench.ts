import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { salesforce } from '@clianta/crm-core/integrations/salesforce/salesforce.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { z } from 'zod';
import { SalesforceStandIn } from '../support/salesforce-stand-in.ts';

const CONTACTS = 100_000;
const KEY = 'a key of some length';
const PROCESS = new URL('../faults/salesforce-process.ts', import.meta.url).pathname;
const resultSchema = z.object({ created: z.number(), ms: z.number(), calls: z.number(), moreMb: z.number() });

/** The first sync of many contacts, by a process of its own against a stand-in: how long, and how much memory more. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const server = await startEmbeddedMongo({ dataDir });
  const vendor = await new SalesforceStandIn().start();
  const database = await openDatabase({ uri: server.uri, dataDir: '' });
  try {
    const crm = new CrmCore({
      connection: database.connection,
      integrations: { env: vendor.env, box: new SecretBox([KEY]), registry: [salesforce] },
    });
    await crm.store.ensureIndexes();
    await crm.integrations.prepare();
    const workspaceId = newId();
    const system = systemScope(workspaceId);
    const workspace = { name: 'Bench', timeZone: 'UTC', currency: 'USD' };
    await crm.records(Workspace).create(system, workspace, { id: workspaceId });
    const person = {
      name: 'Sam',
      email: 'sam@bench.example',
      passwordHash: 'none',
      workspaceIds: [workspaceId],
    };
    const { id: userId } = await crm.records(User).create(system, person);
    await crm
      .records(TeamMember)
      .create(system, { userId, name: 'Sam', email: 'sam@bench.example', role: 'owner' });
    const scope = {
      ...system,
      role: 'owner' as const,
      actor: { type: 'user' as const, id: userId, name: 'Sam' },
    };
    const begun = await crm.integrations.begin(scope, 'salesforce', ['crm'], 'https://crm.example/back');
    const back = vendor.consent(begun.url);
    const { credential } = await crm.integrations.finish(back, { browser: begun.browser, userId });
    const connection = await crm.integrations.connection(workspaceId, credential.id);
    await salesforce.features.crm?.sync?.start?.preview(connection);
    await salesforce.features.crm?.sync?.start?.begin(connection, scope);
    for (let at = 0; at < CONTACTS; at++)
      vendor.put('Contact', {
        FirstName: `First${at}`,
        LastName: `Last${at}`,
        Email: `p${at}@x${at % 900}.example`,
        Title: 'Buyer',
      });
    const options = {
      mongoUri: server.uri,
      env: vendor.env,
      key: KEY,
      workspaceId,
      credentialId: credential.id,
    };
    const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { ms, calls, moreMb } = resultSchema.parse(JSON.parse(await text(child.stdout)));
    const stored = await crm.records(Contact).count(system, {});
    if (stored !== CONTACTS) throw new Error(`${stored} of ${CONTACTS} were taken in`);
    const figures = {
      seconds: Math.round(ms / 1_000),
      perSecond: Math.round((CONTACTS / ms) * 1_000),
      calls,
      moreMb,
    };
    if (!json)
      console.table({
        [`first sync of ${CONTACTS} contacts, seconds`]: { value: figures.seconds, aim: 300 },
        'contacts a second': { value: figures.perSecond, aim: '' },
        'calls of Salesforce': { value: calls, aim: '' },
        'memory more, MB': { value: moreMb, aim: 100 },
      });
    return figures;
  } finally {
    await database.stop();
    await vendor.stop();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
