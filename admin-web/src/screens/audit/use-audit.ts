import { useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuditFilter, conditionsOf } from './audit-filters.tsx';

const PAGE = 50;

/** The audit log, newest first, growing page by page. */
export function useAudit(workspaceId: string, filter: AuditFilter) {
  const audit = recordsOf<AuditEntry>(workspaceId, 'audit');
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<ApiError>();
  const where = conditionsOf(filter);
  const page = (cursor?: string, signal?: AbortSignal) =>
    audit.list({
      ...(where.length > 0 && { filter: { where } }),
      sort: '-at',
      limit: PAGE,
      cursor,
      ...(signal && { signal }),
    });
  const { data, error, isLoading, reload, replace } = useResource(
    (signal) => page(undefined, signal),
    [workspaceId, JSON.stringify(where)],
  );

  const loadMore = async () => {
    if (!data?.nextCursor) return;
    setIsLoadingMore(true);
    setMoreError(undefined);
    try {
      const next = await page(data.nextCursor);
      replace({ ...next, records: [...data.records, ...next.records] });
    } catch (cause) {
      setMoreError(asApiError(cause));
    } finally {
      setIsLoadingMore(false);
    }
  };

  return {
    entries: data?.records,
    hasMore: Boolean(data?.nextCursor),
    error,
    isLoading,
    reload,
    loadMore,
    isLoadingMore,
    moreError,
  };
}
