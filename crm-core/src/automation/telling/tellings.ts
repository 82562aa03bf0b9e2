import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { Telling } from './telling.schema.ts';

/** Whom something is told, by which tick. */
interface Told {
  workspaceId: string;
  userId: string;
  /** A tick that runs again tells the same as before. */
  slot: string;
}

const idOf = ({ workspaceId, userId }: Told, key: string) =>
  idFrom(`telling:${workspaceId}:${userId}:${key}`);

/** Which of these things the person has not heard of, from another tick. */
export async function untold(crm: CrmCore, told: Told, keys: readonly string[]): Promise<Set<string>> {
  const known = await crm.store
    .model(Telling)
    .find({ _id: { $in: keys.map((key) => idOf(told, key)) }, slot: { $ne: told.slot } })
    .select('key')
    .lean<Array<{ key: string }>>();
  const heard = new Set(known.map(({ key }) => key));
  return new Set(keys.filter((key) => !heard.has(key)));
}

/** Keeps that the person was told; to be called after that is stored, so that nothing is lost in between. */
export async function keepTold(crm: CrmCore, told: Told, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const at = crm.now();
  const { workspaceId, userId, slot } = told;
  await crm.store.model(Telling).collection.bulkWrite(
    keys.map((key) => ({
      updateOne: {
        filter: { _id: idOf(told, key) as never },
        update: {
          $setOnInsert: {
            workspaceId,
            userId,
            key,
            slot,
            at,
            isDeleted: false,
            version: 1,
            createdAt: at,
            updatedAt: at,
            createdBy: 'system',
          },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}
