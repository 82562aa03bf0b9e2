import type { CrmCore } from '../crm-core.ts';
import type { StoredDocument } from '../entity/outbox.ts';
import { searchKeys } from '../entity/search-text.ts';

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
      ...(entity.search && { search: searchKeys(entity.search.map((field) => textOf(values[field]))) }),
    }),
  );
  await model.deleteMany({ _id: { $in: documents.map((document) => document._id) } });
  await model.insertMany(documents, { ordered: false, lean: true });
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : undefined;
}
