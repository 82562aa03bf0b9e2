import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { recordKeys } from '../entity/record-keys.ts';

const PAGE = 500;

/** Makes the keys of all records of a kind anew. @returns how many were others before */
export async function renewKeys(crm: CrmCore, entity: Entity): Promise<number> {
  const { collection } = crm.store.model(entity);
  let last = '';
  let changed = 0;
  for (;;) {
    const page = await collection
      .find({ _id: { $gt: last } as never }, { projection: { search: 0, outbox: 0 } })
      .sort({ _id: 1 })
      .limit(PAGE)
      .toArray();
    const writes = page.map(({ _id, version, ...values }) => ({
      // what was written meanwhile has its keys already
      updateOne: { filter: { _id, version }, update: { $set: recordKeys(entity, values) } },
    }));
    const needed = writes.filter(({ updateOne }) => Object.keys(updateOne.update.$set).length > 0);
    if (needed.length > 0) changed += (await collection.bulkWrite(needed as never)).modifiedCount;
    if (page.length < PAGE) return changed;
    last = String(page.at(-1)?._id);
  }
}
