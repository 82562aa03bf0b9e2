import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { NewPipelineDialog } from './new-pipeline-dialog.tsx';
import type { Pipeline } from './pipeline-draft.ts';
import { PipelineEditor } from './pipeline-editor.tsx';
import './pipelines.css';

const MOST = 100;

export function PipelinesScreen() {
  const { workspace, isAdmin } = useSession();
  const [isCreating, setIsCreating] = useState(false);
  const { data, error, reload, replace } = useResource(
    async (signal) => {
      const page = await recordsOf<Pipeline>(workspace.id, 'pipelines').list({ limit: MOST, signal });
      return page.records.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
    },
    [workspace.id],
  );

  return (
    <Page
      title="Pipelines"
      about="The stages that deals move through, and the chance of winning in each."
      actions={
        isAdmin && (
          <Button kind="primary" onClick={() => setIsCreating(true)}>
            <Icon name="plus" /> New pipeline
          </Button>
        )
      }
    >
      <div className="pipelines">
        {!isAdmin && <Notice>You can look at pipelines. An admin or owner can change them.</Notice>}
        {error && <ProblemState title="The pipelines did not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Loading pipelines" lines={6} />}
        {data?.length === 0 && (
          <EmptyState title="No pipelines yet">
            <p>Deals need a pipeline to move through.</p>
            {isAdmin && <Button onClick={() => setIsCreating(true)}>Create the first one</Button>}
          </EmptyState>
        )}
        {data?.map((pipeline) => (
          <PipelineEditor
            key={pipeline.id}
            pipeline={pipeline}
            onSaved={(saved) => replace(data.map((other) => (other.id === saved.id ? saved : other)))}
          />
        ))}
      </div>
      {isCreating && (
        <NewPipelineDialog
          workspaceId={workspace.id}
          onClose={() => setIsCreating(false)}
          onCreated={(pipeline) => {
            setIsCreating(false);
            replace([...(data ?? []), pipeline]);
          }}
        />
      )}
    </Page>
  );
}
