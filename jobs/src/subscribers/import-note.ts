import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { countsInWords } from '@clianta/crm-core/imports/run/counts-in-words';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

/** What the one who began an import is told when it is over. */
export async function importNote(
  { crm }: JobContext,
  { workspaceId, recordId, type }: DomainEvent,
): Promise<Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because'> | undefined> {
  const found = (await crm.records(Import).getMany(systemScope(workspaceId), [recordId])).get(recordId);
  if (!found) return undefined;
  const { label } = crm.store.entity(found.kind);
  const own = { userId: found.ownerId, kind: 'outcome' as const, because: 'You began the import.' };
  if (type === 'import.taken_back') {
    const { reverted = 0, keptCount = 0, kept = [] } = found.takenBack ?? {};
    const names = kept.map(({ title }) => title).join(', ');
    return {
      ...own,
      title: `The import of ${found.name} is taken back`,
      body: `${reverted} changes were reverted.${keptCount > 0 ? ` ${keptCount} were kept, since they were changed: ${names}.` : ''}`,
    };
  }
  if (found.status === 'failed')
    return { ...own, title: `The import of ${found.name} stopped`, body: found.error ?? '' };
  return {
    ...own,
    title: `${found.name} is imported`,
    body: `${countsInWords(found.counts, label)}.`,
  };
}
