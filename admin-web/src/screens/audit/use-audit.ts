import type { AuditPage } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import type { Json } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { type AuditFilter, conditionsOf } from './audit-filter.ts';

const PAGE = 50;

/** The audit log by requests, newest first, growing page by page. */
export function useAudit(workspaceId: string, filter: AuditFilter) {
  const where = conditionsOf(filter);
  const { data, ...pages } = usePages(
    ({ cursor, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE) });
      if (where.length > 0) query.set('filter', JSON.stringify({ where }));
      if (cursor) query.set('cursor', cursor);
      const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/audit/requests?${query}`;
      return request<Json<AuditPage>>(path, { signal });
    },
    [workspaceId, JSON.stringify(where)],
  );
  return { rows: data?.rows, where, ...pages };
}
