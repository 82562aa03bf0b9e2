import { newId } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { CliantaError, NotFoundError } from '../../errors.ts';
import { RefusedError } from '../layer/vendor-error.ts';
import { sweepOf } from '../sync/sweep-rule.ts';
import { SyncHolds } from '../sync/sync-holds.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import { Crossings } from './crossings.ts';
import { mappingOf } from './mapping-of.ts';
import { ObjectSync, type SalesforceRun } from './object-sync.ts';
import { SYNCED_OBJECTS } from './objects.ts';
import { readTheirs } from './read-theirs.ts';
import { SalesforceApi } from './salesforce-api.ts';
import { SALESFORCE, sendOurs } from './send-ours.ts';
import { TakeRows } from './take-rows.ts';

/** As deep as workflows go: nothing begins by what a first sync brings. */
const NO_WORKFLOWS = 5;

/**
 * Both sides, kind by kind: first what was changed there, then what was changed here. Before an admin has said yes only the
 * fields are read, so that there is a mapping to show.
 */
export async function syncSalesforce(run: SyncRun): Promise<void> {
  const { crm, credential } = run;
  const place = { workspaceId: credential.workspaceId, credentialId: credential.id };
  const api = new SalesforceApi(run.call);
  const mappings = [];
  for (const object of SYNCED_OBJECTS) {
    try {
      mappings.push({ object, mapping: await mappingOf(crm, api, place, object) });
    } catch (error) {
      // a kind of record that the user may not see
      if (!(error instanceof RefusedError && error.status === 404)) throw error;
      run.failed(
        object.name,
        new Error('The account may not see these in Salesforce, so they are not synced.'),
      );
    }
  }
  const on = mappings.filter(({ mapping }) => mapping.isOn);
  if (on.length === 0) return;
  const crossings = await Crossings.open(run, api);
  const first = await run.cursors.of(credential.id, `${on.at(-1)?.object.name}:out`);
  const sf: SalesforceRun = {
    run,
    api,
    crossings,
    holds: new SyncHolds(crm),
    scope: scopeOf(place.workspaceId, credential.id, first.cursor === undefined),
    deleted: [],
  };
  const syncs = new Map(
    on.map(({ object, mapping }) => [
      object.name,
      new ObjectSync(object, crm.store.entity(object.entity), mapping, crossings),
    ]),
  );
  for (const [object, sync] of syncs) {
    const take = new TakeRows(sf, sync);
    const order = { object, reads: sync.reads, described: sync.described, stream: object };
    await readTheirs(run, api, order, (rows) => take.take(rows));
  }
  await removeDeleted(sf);
  for (const sync of syncs.values()) if (sync.object.isMade) await sendOurs(sf, sync, syncs);
}

/** Its writes are one undo group, marked as text of another system. */
function scopeOf(workspaceId: string, credentialId: string, isFirst: boolean): Scope {
  const groupId = newId();
  return {
    ...systemScope(workspaceId, SALESFORCE),
    groupId,
    outside: SALESFORCE,
    ...(isFirst && { isBulk: true }),
    cause: { eventId: `${credentialId}:${groupId}`, chain: [], depth: isFirst ? NO_WORKFLOWS : 0 },
  };
}

/** Deleted there: to the trash here, unless it is so many that somebody has to say so. */
async function removeDeleted({ run, deleted, scope }: SalesforceRun): Promise<void> {
  const { crm, credential } = run;
  const known = await run.links.count({ workspaceId: scope.workspaceId, credentialId: credential.id });
  const sweep = sweepOf({ known: known + deleted.length, missing: deleted.length, isComplete: true });
  if (sweep === 'ask') {
    run.failed(
      'Deleted there',
      new Error(
        `${deleted.length} records were deleted in Salesforce. They are kept here until an admin says “sync with Salesforce” and agrees.`,
      ),
    );
    return;
  }
  for (const { entity, recordId } of deleted)
    try {
      await crm.records(crm.store.entity(entity)).delete({ ...scope, isBulk: true }, recordId);
      run.counts.deleted++;
    } catch (error) {
      if (!(error instanceof CliantaError)) throw error;
      // somebody was first
      if (!(error instanceof NotFoundError)) run.failed(entity, error);
    }
}
