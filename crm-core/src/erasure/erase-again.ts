import { Contact } from '../crm/contact/contact.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import { TeamMember } from '../workspace/team-member/team-member.schema.ts';
import { carryOutErasure } from './carry-out-erasure.ts';
import { keyedHasher } from './erased-keys.ts';
import { ErasedPerson } from './erased-person/erased-person.schema.ts';
import { ERASURE_DAYS, Erasure } from './erasure/erasure.schema.ts';
import { findPerson } from './person-keys.ts';

interface Known {
  hash: string;
  at: Date;
}

/**
 * Erases whoever was erased and is there again, as after an older copy of the data was put back. By their hashes alone:
 * contacts that were made before their erasure are compared.
 *
 * @returns how many people
 */
export async function eraseAgain(crm: CrmCore): Promise<number> {
  const workspaces = (await crm.store.model(ErasedPerson.name).distinct('workspaceId')).map(String);
  let count = 0;
  for (const workspaceId of workspaces) count += await eraseAgainIn(crm, workspaceId);
  return count;
}

async function eraseAgainIn(crm: CrmCore, workspaceId: string): Promise<number> {
  const known = new Map(
    (await crm.store.model(ErasedPerson.name).find({ workspaceId }).lean<Known[]>()).map((one) => [
      one.hash,
      one.at,
    ]),
  );
  const hash = await keyedHasher(crm, workspaceId);
  const wasErased = (contact: Record<string, unknown>) => {
    const strings = (names: string[]) =>
      names.flatMap((name) => [contact[name]].flat()).filter((one): one is string => typeof one === 'string');
    const hashes = [
      hash('id', String(contact._id)),
      ...strings(['email', 'otherEmails']).map((value) => hash('email', value)),
      ...strings(['phone', 'otherPhones']).map((value) => hash('phone', value)),
    ];
    return hashes.some((one) => {
      const at = known.get(one);
      return at !== undefined && (contact.createdAt as Date) < at;
    });
  };
  const ids: string[] = [];
  for await (const contact of crm.store.model(Contact).collection.find({ workspaceId }))
    if (wasErased(contact)) ids.push(String(contact._id));
  const owner = await crm.store
    .model(TeamMember)
    .findOne({ workspaceId, role: 'owner', isDeleted: false })
    .lean<{ userId: string }>();
  if (!owner) return 0;
  let count = 0;
  for (const contactId of ids) {
    const found = await findPerson(crm, workspaceId, { contactId });
    // with another record of the same person
    if (found.keys.contactIds.length === 0) continue;
    const now = crm.now();
    const { id } = await crm.records(Erasure).create(systemScope(workspaceId), {
      requestedBy: owner.userId,
      reason: 'erased before, and put back with a backup',
      dueAt: new Date(now.getTime() + ERASURE_DAYS * 86_400_000),
      keysHash: '0'.repeat(64),
      keys: found.keys,
    });
    await carryOutErasure(crm, workspaceId, id);
    count++;
  }
  return count;
}
