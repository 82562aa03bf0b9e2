import { useCallback, useMemo, useRef, useState } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import type { Row } from './record-section.ts';

/** One record, as it is now: read anew when others write it; what is written here names the version it was read at. */
export function useRecord({ name, plural }: EntityMetadata, id: string) {
  const { workspace } = useSession();
  const records = useMemo(() => recordsOf<Row>(workspace.id, plural), [workspace.id, plural]);
  const { data, error, isLoading, reload, replace } = useResource(
    (signal) => records.get(id, signal, 'all'),
    [records, id],
  );
  const [news, setNews] = useState(0);
  const read = useRef(data);
  read.current = data;
  useRecordNews(
    name,
    () => {
      setNews((count) => count + 1);
      reload();
    },
    id,
  );

  const save = useCallback(
    async (patch: Values) => {
      const base = read.current;
      const written = (record: Row) => {
        replace(record);
        setNews((count) => count + 1);
      };
      try {
        written(await records.update(id, patch, base?.version));
      } catch (cause) {
        if (asApiError(cause).status !== 409) throw cause;
        const now = await records.get(id, undefined, 'all');
        // other fields were changed meanwhile: the change goes in on top of that
        if (base && now.version !== base.version && isUntouched(patch, base, now))
          return written(await records.update(id, patch, now.version));
        replace(now);
        throw cause;
      }
    },
    [records, id, replace],
  );
  const isThis = data?.id === id;
  return { record: isThis ? data : undefined, error, isLoading, reload, save, news };
}

/** Whether what a change sets was the same before and after what came between. */
const isUntouched = (patch: Values, before: Values, now: Values): boolean =>
  Object.keys(patch).every((name) => JSON.stringify(before[name]) === JSON.stringify(now[name]));
