import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { request } from './request.ts';
import { fileHref } from './uploads.ts';

interface Wanted {
  /** The kind of record. */
  entity: string;
  filter: Filter;
  format: 'csv' | 'xlsx';
}

/** Has records written into a file, and hands it to the browser. @throws ApiError */
export async function exportFile(workspaceId: string, wanted: Wanted): Promise<void> {
  const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/exports`;
  const { file } = await request<{ file: { id: string; name: string } }>(path, {
    method: 'POST',
    body: wanted,
  });
  const link = document.createElement('a');
  link.href = fileHref(workspaceId, file.id);
  link.download = file.name;
  link.click();
}
