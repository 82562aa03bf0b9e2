import { useCallback, useMemo, useRef, useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { ChangedMeanwhileError, updateOnTop } from '../../api/update-on-top.ts';
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
  const lookAgain = useCallback(() => {
    setNews((count) => count + 1);
    reload();
  }, [reload]);
  useRecordNews(name, lookAgain, id);

  const save = useCallback(
    async (patch: Values) => {
      const base = read.current;
      if (!base) return;
      try {
        replace(await updateOnTop(records, base, patch));
        setNews((count) => count + 1);
      } catch (cause) {
        if (cause instanceof ChangedMeanwhileError) replace(cause.now as Row);
        throw cause;
      }
    },
    [records, replace],
  );
  const isThis = data?.id === id;
  return { record: isThis ? data : undefined, error, isLoading, reload, save, news, lookAgain };
}
