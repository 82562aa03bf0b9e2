import { useEffect, useRef } from 'react';
import { useChatClient } from './chat-provider.tsx';

/**
 * Calls when records of a kind were written, by whomever.
 *
 * @param id - only of this one
 */
export function useRecordNews(entity: string, onNews: () => void, id?: string): void {
  const client = useChatClient();
  const call = useRef(onNews);
  call.current = onNews;
  useEffect(
    () =>
      client.onRecords((news) => {
        if (news && news.entity !== entity) return;
        if (id && news && news.records.length > 0 && !news.records.some((one) => one.id === id)) return;
        call.current();
      }),
    [client, entity, id],
  );
}
