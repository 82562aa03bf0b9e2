import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import webPush from 'web-push';
import { z } from 'zod';

const keysSchema = z.object({ publicKey: z.string(), privateKey: z.string() });
export type VapidKeys = z.output<typeof keysSchema>;

const ID = 'vapid';

/**
 * What tells push services that it is this server that pushes: made once for a database, and kept encrypted. With other
 * keys every browser would have to be asked again.
 */
export async function vapidKeys(crm: CrmCore, box: SecretBox): Promise<VapidKeys> {
  const kept = crm.store.connection.collection<{ _id: string; sealed: string }>('pushKeys');
  const known = await kept.findOne({ _id: ID });
  const found =
    known ??
    (await kept.findOneAndUpdate(
      { _id: ID },
      { $setOnInsert: { sealed: box.seal(webPush.generateVAPIDKeys(), ID) } },
      { upsert: true, returnDocument: 'after' },
    ));
  if (!found) throw new Error('The keys for browser notices could not be stored.');
  const keys = keysSchema.parse(box.open(found.sealed, ID));
  if (box.isOld(found.sealed)) await kept.updateOne(found, { $set: { sealed: box.seal(keys, ID) } });
  return keys;
}
