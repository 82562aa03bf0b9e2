import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import { hashesOf } from './erased-keys.ts';
import { ErasedPerson } from './erased-person/erased-person.schema.ts';
import { Erasure, type ErasureRecord, type PersonKeys } from './erasure/erasure.schema.ts';

/** The newest erasure of somebody who has one of these addresses or numbers. */
export async function erasureOf(
  crm: CrmCore,
  workspaceId: string,
  keys: PersonKeys,
): Promise<ErasureRecord | undefined> {
  const hashes = (await hashesOf(crm, workspaceId, keys)).map(({ hash }) => hash);
  const [known] = await crm.store
    .model(ErasedPerson.name)
    .find({ workspaceId, hash: { $in: hashes } })
    .sort({ at: -1 })
    .limit(1)
    .lean<Array<{ erasureId: string }>>();
  if (!known) return undefined;
  return (await crm.records(Erasure).getMany(systemScope(workspaceId), [known.erasureId])).get(
    known.erasureId,
  );
}
