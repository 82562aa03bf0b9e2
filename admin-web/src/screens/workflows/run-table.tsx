import { Link } from 'react-router';
import { usePages } from '../../api/use-pages.ts';
import { formatInstant } from '../../formatting.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { recordPath } from '../../metadata/record-path.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { type RunJson, workflowsOf } from './workflows-api.ts';

const AT_ONCE = 20;
const STATES: Readonly<Record<RunJson['status'], string>> = {
  waiting: 'On the way',
  running: 'On the way',
  done: 'Done',
  goal: 'Goal reached',
  exited: 'Left it',
  failed: 'Failed',
  unsure: 'Not known',
  cancelled: 'Stopped',
};

/** Who went through a workflow, the newest first. */
export function RunTable({ workflowId }: { workflowId: string }) {
  const { workspace } = useSession();
  const { kinds } = useMetadata();
  const { data, error, reload, hasMore, loadMore, isLoadingMore } = usePages(
    async ({ cursor, signal }) => {
      const filter = { where: [{ field: 'workflowId', op: 'eq' as const, value: workflowId }] };
      const page = await workflowsOf(workspace.id).runs.list({
        filter,
        sort: '-createdAt',
        limit: AT_ONCE,
        cursor,
        signal,
      });
      return { rows: page.records, ...(page.nextCursor && { nextCursor: page.nextCursor }) };
    },
    [workspace.id, workflowId],
  );
  const { isBusy, error: problem, run: submit } = useSubmit();
  const retry = (id: string) =>
    submit(async () => {
      await workflowsOf(workspace.id).retry(id);
      reload();
    });
  if (error) return <ProblemState title="The runs did not load" error={error} onRetry={reload} />;
  if (!data) return null;
  if (data.rows.length === 0)
    return (
      <Panel title="Runs">
        <p className="workflow__none">Nothing went through it yet.</p>
      </Panel>
    );
  return (
    <Panel title="Runs">
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      <div className="workflow__runs">
        <table>
          <thead>
            <tr>
              <th scope="col">Record</th>
              <th scope="col">State</th>
              <th scope="col">Began</th>
              <th scope="col">Version</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((run) => {
              const kind = kinds?.get(run.entity);
              return (
                <tr key={run.id}>
                  <td>
                    {kind ? (
                      <Link to={recordPath(kind, run.recordId)}>{run.recordTitle}</Link>
                    ) : (
                      run.recordTitle
                    )}
                  </td>
                  <td>
                    {STATES[run.status]}
                    {run.error && <span className="workflow__error">{run.error}</span>}
                    {(run.status === 'failed' || run.status === 'unsure') && (
                      <Button
                        kind="quiet"
                        disabled={isBusy}
                        aria-label={`Retry for ${run.recordTitle}`}
                        onClick={() => void retry(run.id)}
                      >
                        Retry
                      </Button>
                    )}
                  </td>
                  <td>{formatInstant(run.createdAt, workspace.locale, workspace.timeZone)}</td>
                  <td>{run.number}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <Button disabled={isLoadingMore} onClick={() => void loadMore()}>
          Show more
        </Button>
      )}
    </Panel>
  );
}
