import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { CliantaError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { JobType } from '../../work/define-job.ts';
import type { Connection } from '../layer/define-integration.ts';
import type { FeatureWatch } from './feature-watch.ts';
import { type Watch, Watches } from './watches.ts';

/** Begins watches that are missing or about to end; done where the public address is known. */
export const RENEW_WATCHES = {
  name: 'renew_watches',
  lane: 'channels',
  data: z.object({}),
} as const satisfies JobType;

export const orderWatches = (crm: CrmCore, workspaceId: string) =>
  crm.enqueue(RENEW_WATCHES, {}, { workspaceId, key: 'watches', at: crm.now() });

/** Where vendors tell it. */
const PUSH_PATH = '/integrations/push';

/**
 * Has every feature that is on watched at its vendor, where that can reach us by https; where it cannot, or refuses, the clock
 * goes on reading.
 *
 * @returns how many were begun
 */
export async function renewWatches(crm: CrmCore, workspaceId: string): Promise<number> {
  let begun = 0;
  for (const { id, features, state } of await crm.integrations.of(systemScope(workspaceId))) {
    const connection = await crm.integrations.connection(workspaceId, id);
    const { integration } = crm.integrations.vendor(connection.credential.vendor);
    const address = crm.links.address(`${PUSH_PATH}/${integration.name}`);
    if (state === 'paused' || state === 'reconnect' || !address.startsWith('https://')) continue;
    for (const feature of features) {
      const watch = integration.features[feature]?.watch;
      if (watch && integration.webhook) begun += await renew(connection, feature, watch, address);
    }
  }
  return begun;
}

async function renew(
  connection: Connection,
  feature: string,
  own: FeatureWatch,
  address: string,
): Promise<number> {
  const { crm, credential } = connection;
  const { workspaceId, id: credentialId } = credential;
  const watches = new Watches(crm);
  const known = (await watches.of(workspaceId, credentialId)).filter((one) => one.feature === feature);
  const now = crm.now();
  let begun = 0;
  for (const stream of own.streams(connection)) {
    const before = known.filter((one) => one.stream === stream);
    if (before.some(({ externalId, renewAt }) => externalId !== null && renewAt > now)) continue;
    const until = new Date(now.getTime() + own.lastsMs);
    const { watch, secret } = await watches.add({ workspaceId, credentialId, feature, stream }, until);
    try {
      const asked = { id: watch._id, secret, stream, address, until };
      const { externalId, expiresAt } = await own.begin(connection, asked);
      const renewAt = new Date(expiresAt.getTime() - own.renewBeforeMs);
      await watches.begun(watch._id, { externalId, expiresAt, renewAt });
    } catch (error) {
      await watches.remove(watch._id);
      if (!(error instanceof CliantaError)) throw error;
      logger.warn({ credentialId, feature, err: error.message }, 'a vendor does not tell what is new');
      continue;
    }
    begun++;
    for (const one of before) await end(connection, own.isReplaced ? undefined : own, one);
  }
  return begun;
}

/** Lets the watches of features go that are switched off. */
export async function endWatches(connection: Connection, features: readonly string[]): Promise<void> {
  const { crm, credential } = connection;
  const { integration } = crm.integrations.vendor(credential.vendor);
  for (const watch of await new Watches(crm).of(credential.workspaceId, credential.id))
    if (features.includes(watch.feature))
      await end(connection, integration.features[watch.feature]?.watch, watch);
}

/** The vendor may be out of reach: what it tells of a watch that is not stored any more is refused. */
async function end(connection: Connection, own: FeatureWatch | undefined, watch: Watch): Promise<void> {
  const { externalId } = watch;
  await new Watches(connection.crm).remove(watch._id);
  if (externalId === null) return;
  await own?.end(connection, { ...watch, externalId }).catch((error: unknown) => {
    if (!(error instanceof CliantaError)) throw error;
    logger.info({ feature: watch.feature, err: error.message }, 'a watch was not ended at the vendor');
  });
}
