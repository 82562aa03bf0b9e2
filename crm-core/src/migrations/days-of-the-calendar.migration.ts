import type { mongo } from 'mongoose';
import type { CrmCore } from '../crm-core.ts';
import { dayOf } from '../entity/days.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { Migration } from './migration.ts';

const AT_ONCE = 500;

/** The paths of an entity's days: its own fields, and those that a workspace has added. */
interface DayPaths {
  entity: Entity;
  workspaceId: string;
  paths: string[];
}

/** What was stored as an instant becomes the day that it was on the clocks of its workspace, in records and their history. */
export const daysOfTheCalendar: Migration = {
  name: 'days-of-the-calendar',
  async run(crm) {
    const workspaces = await crm.store
      .model('workspace')
      .find()
      .select({ timeZone: 1 })
      .lean<Array<{ _id: string; timeZone?: string }>>();
    let changed = 0;
    for (const { _id: workspaceId, timeZone = 'UTC' } of workspaces) {
      for (const days of await dayPaths(crm, workspaceId)) {
        changed += await migrateRecords(crm, days, timeZone);
        changed += await migrateHistory(crm, days, timeZone);
      }
    }
    return changed;
  },
};

async function dayPaths(crm: CrmCore, workspaceId: string): Promise<DayPaths[]> {
  const own = await crm.store
    .model('customFieldDefinition')
    .find({ workspaceId, type: 'date' })
    .lean<Array<{ entity: string; key: string }>>();
  return [...crm.store.entities.values()].flatMap((entity) => {
    const paths = [
      ...entity.fields.filter(({ kind }) => kind === 'day').map(({ name }) => name),
      ...own.filter((field) => field.entity === entity.name).map(({ key }) => `customFields.${key}`),
    ];
    return paths.length > 0 ? [{ entity, workspaceId, paths }] : [];
  });
}

async function migrateRecords(
  crm: CrmCore,
  { entity, workspaceId, paths }: DayPaths,
  timeZone: string,
): Promise<number> {
  return rewriteInstants(crm, entity.name, { [entity.tenantField]: workspaceId }, paths, timeZone);
}

/** Undo puts values back as they stand in the audit log. */
async function migrateHistory(
  crm: CrmCore,
  { entity, workspaceId, paths }: DayPaths,
  timeZone: string,
): Promise<number> {
  const both = ['before', 'after'].flatMap((side) => paths.map((path) => `${side}.${path}`));
  return rewriteInstants(crm, 'userAction', { workspaceId, entity: entity.name }, both, timeZone);
}

async function rewriteInstants(
  crm: CrmCore,
  model: string,
  match: Record<string, unknown>,
  paths: readonly string[],
  timeZone: string,
): Promise<number> {
  const { collection } = crm.store.model(model);
  const isInstant = { $or: paths.map((path) => ({ [path]: { $type: 'date' } })) };
  let changed = 0;
  let writes: mongo.AnyBulkWriteOperation[] = [];
  const write = async () => {
    if (writes.length > 0) changed += (await collection.bulkWrite(writes, { ordered: false })).modifiedCount;
    writes = [];
  };
  for await (const document of collection.find({ $and: [match, isInstant] } as never)) {
    const instants = paths.flatMap((path) => {
      const value = valueAt(document, path);
      return value instanceof Date ? [[path, value] as const] : [];
    });
    if (instants.length === 0) continue;
    writes.push({
      updateOne: {
        // what somebody has written meanwhile stays
        filter: { _id: document._id, ...Object.fromEntries(instants) },
        update: { $set: Object.fromEntries(instants.map(([path, at]) => [path, dayOf(at, timeZone)])) },
      },
    });
    if (writes.length === AT_ONCE) await write();
  }
  await write();
  return changed;
}

function valueAt(document: object, path: string): unknown {
  let value: unknown = document;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}
