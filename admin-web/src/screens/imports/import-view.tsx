import { useEffect } from 'react';
import { Link } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { ImportColumns } from './import-columns.tsx';
import { ImportResult } from './import-result.tsx';
import { type ImportPlan, importsOf } from './imports-api.ts';

/** How often a running import is asked how far it is. */
const POLL_MS = 1_000;

/** One import: what its columns become, what would happen, how far it is. */
export function ImportView({ id }: { id: string }) {
  const { workspace } = useSession();
  const imports = importsOf(workspace.id);
  const { data, error, reload, replace } = useResource(
    (signal) => imports.plan(id, signal),
    [workspace.id, id],
  );
  const { isBusy, error: problem, run } = useSubmit();
  const isGoing = data?.import.status === 'running' || data?.import.takenBack?.isDone === false;
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [isGoing, reload]);
  if (error) return <ProblemState title="The import did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the import" lines={6} />;
  const act = (work: () => Promise<ImportPlan>) => void run(async () => replace(await work()));
  const { import: record, questions, kinds } = data;
  const isOpen = record.status === 'draft' || record.status === 'checked';
  const label = kinds.find(({ name }) => name === record.kind)?.label ?? record.kind;
  return (
    <Panel
      title={record.name}
      about={`${record.total.toLocaleString(workspace.locale)} rows become ${label}. ${record.sheet ? `Sheet ${record.sheet}.` : `Encoding ${record.encoding}.`}`}
    >
      {isOpen && (
        <ImportColumns
          plan={data}
          isBusy={isBusy}
          onChange={(change) => act(() => imports.change(id, change))}
        />
      )}
      {questions.map((question) => (
        <Notice key={question} kind="warning">
          {question}
        </Notice>
      ))}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      <ImportResult plan={data} />
      <div className="form-actions">
        {isOpen && (
          <>
            <Button disabled={isBusy || questions.length > 0} onClick={() => act(() => imports.check(id))}>
              {isBusy ? 'Working …' : 'Dry run'}
            </Button>
            <Button
              kind="primary"
              disabled={isBusy || questions.length > 0}
              onClick={() => act(() => imports.run(id))}
            >
              Import {record.total.toLocaleString(workspace.locale)} rows
            </Button>
          </>
        )}
        {record.status === 'running' && (
          <Button disabled={isBusy} onClick={() => act(() => imports.step(id, 'pause'))}>
            Pause
          </Button>
        )}
        {(record.status === 'paused' || record.status === 'failed') && (
          <Button kind="primary" disabled={isBusy} onClick={() => act(() => imports.step(id, 'resume'))}>
            Resume
          </Button>
        )}
        {(isOpen || record.status === 'running' || record.status === 'paused') && (
          <Button kind="quiet" disabled={isBusy} onClick={() => act(() => imports.step(id, 'cancel'))}>
            Cancel
          </Button>
        )}
        {record.startedAt && !record.takenBack && record.status !== 'running' && (
          <Button kind="danger" disabled={isBusy} onClick={() => act(() => imports.step(id, 'take_back'))}>
            Take it back
          </Button>
        )}
        <Link className="button button--quiet" to="/imports">
          Another file
        </Link>
      </div>
    </Panel>
  );
}
