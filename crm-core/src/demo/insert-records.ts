import type { CrmCore } from '../crm-core.ts';
import type { StoredDocument } from '../entity/outbox.ts';
import { recordKeys } from '../entity/record-keys.ts';

export type DemoRecord = Record<string, unknown> & { id: string; createdAt: Date };

/** Writes many finished records at once, as a create would have left them; what is there already is replaced. */
export async function insertRecords(
  crm: CrmCore,
  workspaceId: string,
  name: string,
  records: readonly DemoRecord[],
): Promise<void> {
  const entity = crm.store.entity(name);
  const model = crm.store.model(entity);
  const documents = records.map(
    ({ id, ...values }): StoredDocument => ({
      updatedAt: values.createdAt,
      createdBy: 'system',
      version: 1,
      ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
      _id: id,
      workspaceId,
      isDeleted: false,
      isDemo: true,
      ...recordKeys(entity, values),
    }),
  );
  await model.deleteMany({ _id: { $in: documents.map((document) => document._id) } });
  await model.insertMany(documents, { ordered: false, lean: true });
}
