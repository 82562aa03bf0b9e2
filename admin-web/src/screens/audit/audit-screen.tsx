import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { isNarrowed, NO_FILTER } from './audit-filter.ts';
import { AuditFilters } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import { postUndo, undoText } from './undo-result.ts';
import { useAudit } from './use-audit.ts';
import { useVerifyLog } from './verify-log.tsx';
import './audit-screen.css';

export function AuditScreen() {
  const { workspace, isAdmin } = useSession();
  const request = useSearchParams()[0].get('request') ?? '';
  const [filter, setFilter] = useState({ ...NO_FILTER, request, hasSystem: request !== '' });
  const [undoing, setUndoing] = useState<string>();
  const [done, setDone] = useState<string>();
  const { error: problem, run } = useSubmit();
  const { rows, where, hasMore, error, isLoading, reload, loadMore, isLoadingMore, moreError } = useAudit(
    workspace.id,
    filter,
  );
  const people = usePeople(workspace.id);
  const verifying = useVerifyLog();
  const isFiltered = isNarrowed(filter);

  const undo = async (groupId: string) => {
    setUndoing(groupId);
    setDone(undefined);
    await run(async () => {
      setDone(undoText(await postUndo(workspace.id, groupId)));
      reload();
    });
    setUndoing(undefined);
  };

  return (
    <Page
      title="Audit"
      about="Every change to a record: who made it, which agent, and what it was before. Undo takes back everything one request did."
      actions={
        isAdmin && (
          <>
            {verifying.button}
            <ExportLink where={where} />
          </>
        )
      }
    >
      <AuditFilters filter={filter} people={people} onChange={setFilter} />
      {(problem || done || verifying.result) && (
        <div className="audit__result">
          {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
          {done && <Notice kind="positive">{done}</Notice>}
          {verifying.result}
        </div>
      )}
      {error && <ProblemState title="The audit log did not load" error={error} onRetry={reload} />}
      {!rows && isLoading && <Skeleton label="Loading the audit log" lines={8} />}
      {rows?.length === 0 && (
        <EmptyState title={isFiltered ? 'Nothing matches' : 'No changes yet'}>
          <p>
            {isFiltered
              ? 'No change matches these filters.'
              : 'What you and your agents change will be listed here.'}
          </p>
          {isFiltered && (
            <Button onClick={() => setFilter({ ...NO_FILTER, hasSystem: filter.hasSystem })}>
              Clear filters
            </Button>
          )}
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="audit__box" tabIndex={0} aria-label="Changes" aria-busy={isLoading}>
          <table className="audit">
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Details</span>
                </th>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">Change</th>
                <th scope="col">Record</th>
                <th scope="col">
                  <span className="visually-hidden">Undo</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ entry, many }) => (
                <AuditRow
                  key={entry.id}
                  entry={entry}
                  many={many}
                  where={where}
                  isUndoing={undoing === entry.groupId}
                  canUndo={workspace.role !== 'viewer'}
                  onUndo={() => void undo(entry.groupId)}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {hasMore && (
        <div className="audit__more">
          {moreError && <p role="alert">{moreError.message}</p>}
          <Button onClick={() => void loadMore()} disabled={isLoadingMore}>
            {isLoadingMore ? 'Loading…' : 'Show older changes'}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** All that the filters leave, for a spreadsheet. */
function ExportLink({ where }: { where: Condition[] }) {
  const { workspace } = useSession();
  const query = new URLSearchParams({ filter: JSON.stringify({ where }) });
  return (
    <a
      className="button button--plain"
      href={`/api/workspaces/${encodeURIComponent(workspace.id)}/audit.csv?${query}`}
      download
    >
      <Icon name="download" size={16} /> Export as CSV
    </a>
  );
}
