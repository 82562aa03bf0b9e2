import type { CrmCore } from '../crm-core.ts';
import type { RecordNews } from './record-news.schema.ts';

/** So long writes are gathered, so that a bulk change is told in a few messages. */
const GATHER_MS = 120;
/** Of more records of a kind than these only the kind is told. */
const MOST_TOLD = 100;

/**
 * Tells of the writes of this process, gathered: of records that everybody in a workspace may see, never of private ones.
 *
 * @returns ends it
 */
export function gatherRecordNews(
  crm: CrmCore,
  tell: (workspaceId: string, news: RecordNews) => void,
): () => void {
  const gathered = new Map<string, Map<string, Map<string, RecordNews['records'][number]>>>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    for (const [workspaceId, kinds] of gathered)
      for (const [entity, records] of kinds)
        tell(workspaceId, { entity, records: records.size > MOST_TOLD ? [] : [...records.values()] });
    gathered.clear();
  };
  const unlisten = crm.store.onWrite(({ entity, document, entry }) => {
    const { workspaceId } = document;
    if (entity.privateTo || entity.access.read !== 'viewer' || typeof workspaceId !== 'string') return;
    const kinds = gathered.get(workspaceId) ?? new Map();
    gathered.set(workspaceId, kinds);
    const records = kinds.get(entity.name) ?? new Map();
    kinds.set(entity.name, records);
    const { version, change } = entry;
    records.set(document._id, { id: document._id, version, change });
    timer ??= setTimeout(flush, GATHER_MS).unref();
  });
  return () => {
    unlisten();
    clearTimeout(timer);
  };
}
