import { useMemo } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import type { AuditEntry } from './audit-entry.ts';

interface Titled {
  name?: string;
  title?: string;
}

/** Which records the ids of a field name. */
const PLURALS: Record<string, string> = {
  contactId: 'contacts',
  companyId: 'companies',
  parentId: 'companies',
  opportunityId: 'opportunities',
  taskId: 'tasks',
};

/** The records that a change refers to: field and id. */
function referencesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): [string, string][] {
  return [...Object.entries(before), ...Object.entries(after)].flatMap(([field, value]) => {
    const plural = PLURALS[field];
    return plural && typeof value === 'string' && value ? [[plural, value] as [string, string]] : [];
  });
}

/** Names of the records that a change refers to, by id; one that is gone has none. */
export function useRecordNames(entry: AuditEntry): ReadonlyMap<string, string> {
  const { workspace } = useSession();
  const { data } = useResource(
    (signal) =>
      Promise.all(
        referencesOf(entry).map(async ([plural, id]): Promise<[string, string]> => {
          const found = await recordsOf<Titled>(workspace.id, plural)
            .get(id, signal)
            .catch((): Titled => ({}));
          return [id, found.name ?? found.title ?? 'a record that was deleted'];
        }),
      ),
    [workspace.id, entry.id],
  );
  return useMemo(() => new Map(data ?? referencesOf(entry).map(([, id]) => [id, '…'])), [data, entry]);
}
