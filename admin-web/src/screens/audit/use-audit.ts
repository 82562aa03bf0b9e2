import type { AuditPage } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import { useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import type { Json } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { type AuditFilter, conditionsOf } from './audit-filters.tsx';

const PAGE = 50;

/** The audit log by requests, newest first, growing page by page. */
export function useAudit(workspaceId: string, filter: AuditFilter) {
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<ApiError>();
  const where = conditionsOf(filter);
  const page = (cursor?: string, signal?: AbortSignal): Promise<Json<AuditPage>> => {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (where.length > 0) query.set('filter', JSON.stringify({ where }));
    if (cursor) query.set('cursor', cursor);
    const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/audit/requests?${query}`;
    return request(path, signal ? { signal } : {});
  };
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
      replace({ ...next, rows: [...data.rows, ...next.rows] });
    } catch (cause) {
      setMoreError(asApiError(cause));
    } finally {
      setIsLoadingMore(false);
    }
  };

  return {
    rows: data?.rows,
    where,
    hasMore: Boolean(data?.nextCursor),
    error,
    isLoading,
    reload,
    loadMore,
    isLoadingMore,
    moreError,
  };
}
