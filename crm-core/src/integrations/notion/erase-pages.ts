import { z } from 'zod';
import { systemScope } from '../../entity/scope.ts';
import type { Connection, ErasedThere, PersonThere } from '../layer/define-integration.ts';
import { SyncLinks } from '../sync/sync-links.ts';
import { pageOf } from './page-of.ts';
import { PAGE, upsertPage } from './upsert-page.ts';

const standingSchema = z.object({ in_trash: z.boolean().default(false) });

/** Puts the pages of a person's records into Notion's trash, and writes those that named them anew, as they are here by now. */
export async function erasePages(connection: Connection, { links }: PersonThere): Promise<ErasedThere[]> {
  const { crm, credential, call } = connection;
  const { workspaceId, id: credentialId } = credential;
  const all = new SyncLinks(crm);
  const there: ErasedThere = { target: 'Notion', found: 0, erased: 0 };
  for (const { object, externalId, isTheirs } of links) {
    if (object !== PAGE) continue;
    const path = `/v1/pages/${externalId}`;
    const standing = await call({ path, takes: [404] });
    if (standing.status === 404 || standing.json(standingSchema).in_trash) continue;
    if (isTheirs) {
      await call({ method: 'PATCH', path, json: { in_trash: true }, isRepeatable: true, takes: [404] });
      await all.remove([{ credentialId, object, externalId }]);
      there.left =
        'Notion keeps what is in its trash for 30 days: empty the trash there. What people wrote on other pages is theirs.';
    } else {
      const link = await all.find({ credentialId, object, externalId });
      const entity = link && crm.store.entities.get(link.entity);
      const records = entity
        ? await crm.records(entity).getMany(systemScope(workspaceId), [link.recordId])
        : undefined;
      const record = records?.get(link?.recordId ?? '');
      if (!entity || !record) continue;
      // what the page says of the person must not come back
      await upsertPage(connection, pageOf(entity, { ...record } as never), { isOurs: true });
    }
    there.found++;
    there.erased++;
  }
  return there.found > 0 ? [there] : [];
}
