import type { CrmCore } from '../crm-core.ts';
import { currencyNamed, localeNamed, timeZoneNamed } from '../entity/platform-values.ts';
import type { Migration } from './migration.ts';

type Named = (text: string) => string | undefined;

/** Places, languages and currencies that the platform does not know break every answer: they become what it does know. */
export const knownPlaces: Migration = {
  name: 'known-places',
  async run(crm) {
    const changes = await Promise.all([
      mend(crm, 'workspace', 'timeZone', timeZoneNamed, 'UTC'),
      mend(crm, 'workspace', 'locale', localeNamed, 'en-US'),
      mend(crm, 'workspace', 'currency', currencyNamed, 'USD'),
      mend(crm, 'user', 'timeZone', timeZoneNamed, undefined),
      mend(crm, 'contact', 'timeZone', timeZoneNamed, undefined),
      mend(crm, 'opportunity', 'currency', currencyNamed, undefined),
    ]);
    return changes.reduce((sum, count) => sum + count, 0);
  },
};

async function mend(
  crm: CrmCore,
  entity: string,
  field: string,
  named: Named,
  otherwise: string | undefined,
): Promise<number> {
  const { collection } = crm.store.model(entity);
  let changed = 0;
  for (const stored of await crm.store.model(entity).distinct(field)) {
    if (typeof stored !== 'string') continue;
    const known = named(stored) ?? otherwise;
    if (known === stored) continue;
    const update = known === undefined ? { $unset: { [field]: 1 as const } } : { $set: { [field]: known } };
    changed += (await collection.updateMany({ [field]: stored }, update as never)).modifiedCount;
  }
  return changed;
}
