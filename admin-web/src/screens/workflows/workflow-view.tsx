import { Link } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { askAbout } from '../../chat/ask-about.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { RunTable } from './run-table.tsx';
import { StateBadge } from './state-badge.tsx';
import { WorkflowDiagram } from './workflow-diagram.tsx';
import { type WorkflowJson, workflowsOf } from './workflows-api.ts';

/** One workflow: how it goes, and who went through it. It is turned on in the chat, where it says what it will do. */
export function WorkflowView({ workflow, onChanged }: { workflow: WorkflowJson; onChanged(): void }) {
  const { workspace } = useSession();
  const mayChange = useKinds().get('workflow')?.rights.update ?? false;
  const calls = workflowsOf(workspace.id);
  const { data, error, reload } = useResource(
    (signal) => calls.drawn(workflow.id, signal),
    [workspace.id, workflow.id, workflow.version],
  );
  const { isBusy, error: refused, run } = useSubmit();
  const pause = () =>
    run(async () => {
      await calls.workflows.update(workflow.id, { status: 'paused' }, workflow.version);
      onChanged();
    });
  const needs = (data?.draft ?? data?.live)?.needs ?? [];
  return (
    <div className="workflow">
      <header className="workflow__head">
        <h2>{workflow.name}</h2>
        <StateBadge status={workflow.status} />
        <div className="workflow__actions">
          {workflow.status === 'active' && mayChange && (
            <Button disabled={isBusy} onClick={() => void pause()}>
              Pause
            </Button>
          )}
          {mayChange && (
            <Link className="button button--quiet" to={askAbout({ entity: 'workflow', id: workflow.id })}>
              {workflow.status === 'active' ? 'Change it in the chat' : 'Turn it on or change it in the chat'}
            </Link>
          )}
        </div>
      </header>
      {refused && <Notice kind="danger">{problemText(refused)}</Notice>}
      {workflow.status === 'paused' && workflow.pausedBecause && (
        <Notice kind="warning">{workflow.pausedBecause}</Notice>
      )}
      {needs.map((need) => (
        <Notice key={need} kind="warning">
          {need} It cannot be turned on until then.
        </Notice>
      ))}
      {error && <ProblemState title="The workflow did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the workflow" lines={6} />}
      {data?.live && (
        <Panel title={data.draft ? `What runs (version ${workflow.liveVersion})` : 'How it goes'}>
          <WorkflowDiagram workflow={data.live} />
        </Panel>
      )}
      {data?.draft && (
        <Panel title="Draft" {...(data.live && { about: 'It does not run until you turn it on again.' })}>
          <WorkflowDiagram workflow={data.draft} />
        </Panel>
      )}
      <RunTable workflowId={workflow.id} />
    </div>
  );
}
