import type { mongo } from 'mongoose';
import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { normalPhone, phoneRegion } from '../entity/phone-number.ts';
import { recordKeys } from '../entity/record-keys.ts';
import type { Migration } from './migration.ts';

const AT_ONCE = 500;

/** Phone numbers in the one way in which they are stored, and findable by their digits. */
export const phoneNumbers: Migration = {
  name: 'phone-numbers',
  async run(crm) {
    const workspaces = await crm.store
      .model('workspace')
      .find()
      .select({ locale: 1 })
      .lean<Array<{ _id: string; locale?: string }>>();
    let changed = 0;
    for (const { _id, locale = 'en-US' } of workspaces) {
      for (const entity of crm.store.entities.values()) changed += await migrate(crm, entity, _id, locale);
    }
    return changed;
  },
};

async function migrate(crm: CrmCore, entity: Entity, workspaceId: string, locale: string): Promise<number> {
  const names = entity.fields.filter(({ format }) => format === 'phone').map(({ name }) => name);
  if (names.length === 0) return 0;
  const { collection } = crm.store.model(entity);
  const region = phoneRegion(locale);
  const match = { workspaceId, $or: names.map((name) => ({ [name]: { $type: 'string' } })) };
  let changed = 0;
  let writes: mongo.AnyBulkWriteOperation[] = [];
  const write = async () => {
    if (writes.length > 0) changed += (await collection.bulkWrite(writes, { ordered: false })).modifiedCount;
    writes = [];
  };
  for await (const document of collection.find(match as never)) {
    const numbers = Object.fromEntries(
      names.flatMap((name) => {
        const written: unknown = document[name];
        return typeof written === 'string' ? [[name, normalPhone(written, region)]] : [];
      }),
    );
    const { version } = document;
    const keys = recordKeys(entity, { ...document, ...numbers });
    // what somebody has written meanwhile stays
    writes.push({
      updateOne: { filter: { _id: document._id, version }, update: { $set: { ...numbers, ...keys } } },
    });
    if (writes.length === AT_ONCE) await write();
  }
  await write();
  return changed;
}
