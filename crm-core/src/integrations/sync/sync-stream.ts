import type { CrmCore } from '../../crm-core.ts';
import { CliantaError, UpstreamError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import { IntegrationCredential } from '../layer/integration-credential.schema.ts';
import { ReconnectError, ThrottledError } from '../layer/vendor-error.ts';
import { SyncConflicts } from './sync-conflicts.ts';
import { SyncCursors } from './sync-cursors.ts';
import { SyncLinks } from './sync-links.ts';
import { noCounts, type SyncEntry, SyncLog } from './sync-log.ts';
import { orderSync } from './sync-orders.ts';

/** Runs that fail one after another until whose account it is learns of it. */
const MOST_FAILURES = 3;

export interface StreamOrder {
  workspaceId: string;
  credentialId: string;
  feature: string;
  stream: string;
}

/**
 * One run of a stream, written down. When the vendor wants to be left alone it is ordered for then; what fails three times in a
 * row is told.
 *
 * @returns what it has done; undefined when the account is not to be synced
 */
export async function syncStream(
  crm: CrmCore,
  order: StreamOrder,
  signal: AbortSignal,
): Promise<SyncEntry | undefined> {
  const { workspaceId, credentialId, feature, stream } = order;
  const connection = await crm.integrations.connection(workspaceId, credentialId);
  const { credential } = connection;
  const { integration } = crm.integrations.vendor(credential.vendor);
  const sync = integration.features[feature]?.sync;
  const isOn = credential.features.includes(feature) && !['paused', 'reconnect'].includes(credential.state);
  if (!sync || !isOn) return undefined;
  const began = Date.now();
  const counts = noCounts();
  const errors: string[] = [];
  const failed = (about: string, error: unknown) => {
    counts.failed++;
    errors.push(`${about}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const ends = async (trouble?: unknown) => {
    if (trouble) errors.push(trouble instanceof Error ? trouble.message : String(trouble));
    const entry = {
      workspaceId,
      credentialId,
      stream,
      at: crm.now(),
      ms: Date.now() - began,
      ...counts,
      errors,
    };
    await new SyncLog(crm).add(entry);
    return entry;
  };
  try {
    await sync.run({
      ...connection,
      call: (request) => {
        counts.calls++;
        return connection.call({ signal, ...request });
      },
      feature,
      stream,
      cursors: new SyncCursors(crm),
      links: new SyncLinks(crm),
      conflicts: new SyncConflicts(crm),
      counts,
      failed,
      signal,
    });
  } catch (error) {
    const entry = await ends(error);
    if (error instanceof ThrottledError) {
      await orderSync(crm, { ...order, at: new Date(crm.now().getTime() + error.retryAfterMs) });
      return entry;
    }
    // said already, with what to do
    if (error instanceof ReconnectError) return entry;
    await countFailure(crm, order, error);
    throw error;
  }
  const store = crm.integrations.store;
  await store.raw.updateOne(
    { _id: credentialId as never },
    { $set: { lastSyncedAt: crm.now(), failures: 0 } },
  );
  await store.recover(await store.read(workspaceId, credentialId));
  return ends();
}

async function countFailure(crm: CrmCore, order: StreamOrder, error: unknown): Promise<void> {
  const { workspaceId, credentialId } = order;
  const store = crm.integrations.store;
  await store.raw.updateOne({ _id: credentialId as never }, { $inc: { failures: 1 } });
  const { failures } = await crm
    .records(IntegrationCredential)
    .get(
      { workspaceId, role: 'system', actor: { type: 'system', id: 'system', name: 'Clianta' } },
      credentialId,
    );
  logger.warn({ credentialId, stream: order.stream, failures, err: String(error) }, 'a sync failed');
  if (failures < MOST_FAILURES) return;
  const isTheirs = error instanceof UpstreamError;
  await store.fail(await store.read(workspaceId, credentialId), 'error', {
    what: error instanceof CliantaError ? error.message.slice(0, 500) : 'Something failed on our side.',
    whatToDo: isTheirs
      ? 'Nothing: it is tried again by itself.'
      : 'Look at Settings, Integrations, and test it there.',
  });
}
