import type { CrmCore } from '../crm-core.ts';
import { Workspace } from './workspace/workspace.schema.ts';

const PAGE = 500;

/** Of a workspace, what work for all of them goes by. */
export interface WorkspacePlace {
  workspaceId: string;
  timeZone: string;
}

/** Every workspace, some hundreds at a time. */
export async function* workspacePages(crm: CrmCore): AsyncGenerator<WorkspacePlace[]> {
  let last = '';
  for (;;) {
    const page = await crm.store
      .model(Workspace.name)
      .find({ isDeleted: false, _id: { $gt: last } })
      .sort({ _id: 1 })
      .limit(PAGE)
      .select('timeZone')
      .lean<Array<{ _id: string; timeZone?: string }>>();
    if (page.length > 0)
      yield page.map(({ _id, timeZone }) => ({ workspaceId: _id, timeZone: timeZone ?? 'UTC' }));
    last = page.at(-1)?._id ?? '';
    if (page.length < PAGE) return;
  }
}
