import { type Scope, systemScope } from '../../entity/scope.ts';
import { CliantaError } from '../../errors.ts';
import { findBy } from '../../imports/run/find-records.ts';
import type { Connection } from '../layer/define-integration.ts';
import { FieldMapping } from '../sync/field-mapping.schema.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import type { SyncPreview, SyncStart } from '../sync/sync-start.ts';
import { mappingOf } from './mapping-of.ts';
import { SYNCED_OBJECTS, type SyncedObject } from './objects.ts';
import { quoted, SalesforceApi } from './salesforce-api.ts';

const DIRECTION = { both: '↔', in: '←', out: '→' } as const;
/** Of theirs so many are compared with ours to say how many are the same; more would cost the day's calls. */
const MOST_COMPARED = 10_000;
const AT_ONCE = 500;

async function preview(connection: Connection): Promise<SyncPreview> {
  const { crm, credential } = connection;
  const { workspaceId, id: credentialId } = credential;
  const api = new SalesforceApi(connection.call);
  const own = systemScope(workspaceId);
  const kinds: Array<SyncPreview['kinds'][number]> = [];
  let isOn = true;
  for (const object of SYNCED_OBJECTS) {
    const entity = crm.store.entity(object.entity);
    const mapping = await mappingOf(crm, api, { workspaceId, credentialId }, object);
    isOn &&= mapping.isOn;
    const labelOf = (name: string) => entity.fields.find((field) => field.name === name)?.label ?? name;
    const theirLabel = (name: string) =>
      mapping.described.find((field) => field.name === name)?.label ?? name;
    kinds.push({
      object: object.name,
      entity: object.entity,
      theirs: await api.count(`SELECT COUNT() FROM ${object.name} WHERE IsDeleted = false`),
      ours: await crm.records(entity).count(own),
      same: await sameOf(connection, api, object, mapping.isOn),
      fields: mapping.fields.map(
        ({ ours, theirs, direction }) => `${labelOf(ours)} ${DIRECTION[direction]} ${theirLabel(theirs)}`,
      ),
      notices: mapping.notices,
    });
  }
  return { isOn, kinds, deletedThere: (await deletedThere(connection)).length };
}

/** How many of theirs are one of ours: by links where there are some, else by what would match them. */
async function sameOf(
  { crm, credential }: Connection,
  api: SalesforceApi,
  object: SyncedObject,
  isOn: boolean,
): Promise<number> {
  const { workspaceId, id: credentialId } = credential;
  if (isOn) return new SyncLinks(crm).count({ workspaceId, credentialId, object: object.name });
  const [key] = object.isMatchedBy;
  const theirs = key && object.pairs.find(({ ours }) => ours === key)?.theirs;
  if (!key || !theirs) return 0;
  const entity = crm.store.entity(object.entity);
  let same = 0;
  const soql = `SELECT ${theirs} FROM ${object.name} WHERE IsDeleted = false AND ${theirs} != ${quoted('')} LIMIT ${MOST_COMPARED}`;
  for await (const rows of api.query(soql))
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const values = rows.slice(at, at + AT_ONCE).flatMap((row) => (row[theirs] ? [row[theirs]] : []));
      same += (await findBy(crm.store, systemScope(workspaceId), entity, key, values)).size;
    }
  return same;
}

async function begin(connection: Connection, scope: Scope): Promise<{ deleted: number }> {
  const { crm, credential } = connection;
  const own: Scope = { ...scope, role: 'system' };
  const mappings = crm.records(FieldMapping);
  const { records } = await mappings.find(own, {
    where: [{ field: 'credentialId', op: 'eq', value: credential.id }],
    limit: 50,
  });
  for (const { id, isOn } of records) if (!isOn) await mappings.update(own, id, { isOn: true });
  let deleted = 0;
  for (const { entity, recordId } of await deletedThere(connection))
    try {
      await crm.records(crm.store.entity(entity)).delete({ ...own, isBulk: true }, recordId);
      deleted++;
    } catch (error) {
      // somebody else was first, or something needs it
      if (!(error instanceof CliantaError)) throw error;
    }
  return { deleted };
}

/** Records that are still here and stand for nothing there any more. */
async function deletedThere({
  crm,
  credential,
}: Connection): Promise<Array<{ entity: string; recordId: string }>> {
  const { workspaceId, id: credentialId } = credential;
  const orphans = await new SyncLinks(crm).orphans({ workspaceId, credentialId });
  const alive: Array<{ entity: string; recordId: string }> = [];
  for (const one of orphans) {
    const filter = { _id: one.recordId, workspaceId, isDeleted: false };
    if (await crm.store.model(one.entity).exists(filter as never)) alive.push(one);
  }
  return alive;
}

/** Mapping, counts and duplicates are shown; then an admin says go. */
export const startSalesforce: SyncStart = { preview, begin };
