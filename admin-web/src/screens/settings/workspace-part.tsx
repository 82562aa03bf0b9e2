import type { WorkspaceRecord } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ReactNode } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { type Json, recordsOf } from '../../api/records.ts';
import { updateOnTop } from '../../api/update-on-top.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { ProblemState, Skeleton } from '../../ui/states.tsx';

export type WorkspaceSettings = Json<WorkspaceRecord>;

interface Props {
  /** Draws a part of the settings, anew after each save; `save` throws what the server has against it. */
  children: (
    saved: WorkspaceSettings,
    save: (patch: Partial<WorkspaceSettings>) => Promise<void>,
  ) => ReactNode;
}

/** What is kept with the workspace itself; what was changed of the same part since it was read is not written over. */
export function WorkspacePart({ children }: Props) {
  const { workspace, refresh } = useSession();
  const workspaces = recordsOf<WorkspaceSettings>(workspace.id, 'workspaces');
  const { data, error, reload, replace } = useResource(
    (signal) => workspaces.get(workspace.id, signal),
    [workspace.id],
  );
  if (error) return <ProblemState title="The settings did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the settings" />;
  return children(data, async (patch) => {
    try {
      replace(await updateOnTop(workspaces, data, patch));
    } catch (cause) {
      if (asApiError(cause).status === 409) reload();
      throw cause;
    }
    await refresh();
  });
}
