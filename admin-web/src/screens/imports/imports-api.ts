import type { ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import type { Json } from '../../api/records.ts';
import { request, upload } from '../../api/request.ts';

export type ImportJson = Json<ImportRecord>;

/** An import with what is needed to draw it. */
export interface ImportPlan {
  import: ImportJson;
  targets: Array<{ key: string; label: string }>;
  /** What must be told before it can run. */
  questions: string[];
  kinds: Array<{ name: string; label: string }>;
}

/** The calls about imports of one workspace. */
export function importsOf(workspaceId: string) {
  const base = `/api/workspaces/${encodeURIComponent(workspaceId)}`;
  const post = (path: string, body: object = {}) =>
    request<ImportPlan>(`${base}${path}`, { method: 'POST', body });
  const one = (id: string) => `/imports/${encodeURIComponent(id)}`;
  return {
    async start(file: File): Promise<ImportPlan> {
      const { id: fileId } = await upload<{ id: string }>(`${base}/attachments`, file);
      return post('/imports/start', { fileId });
    },
    plan: (id: string, signal?: AbortSignal): Promise<ImportPlan> =>
      request(`${base}${one(id)}/plan`, signal ? { signal } : {}),
    change: (id: string, change: object) => post(`${one(id)}/change`, change),
    check: (id: string) => post(`${one(id)}/check`),
    run: (id: string) => post(`${one(id)}/run`),
    step: (id: string, step: string) => post(`${one(id)}/step`, { step }),
    fileUrl: (fileId: string) => `${base}/attachments/${encodeURIComponent(fileId)}/content`,
    templateUrl: (kind: string) => `${base}/import-templates/${encodeURIComponent(kind)}.csv`,
  };
}
