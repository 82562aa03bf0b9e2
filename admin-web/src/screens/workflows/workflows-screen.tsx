import { Link, useParams } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { StateBadge } from './state-badge.tsx';
import { WorkflowView } from './workflow-view.tsx';
import { workflowsOf } from './workflows-api.ts';
import './workflows.css';

const MOST = 200;

/** What happens by itself: the workflows, and the one that is looked at. They are made and changed in the chat. */
export function WorkflowsScreen() {
  const { id } = useParams();
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => {
      const where = [{ field: 'status', op: 'ne' as const, value: 'archived' }];
      const page = await workflowsOf(workspace.id).workflows.list({
        filter: { where },
        sort: 'name',
        limit: MOST,
        signal,
      });
      return page.records;
    },
    [workspace.id],
  );
  useRecordNews('workflow', reload);
  const shown = data?.find((one) => one.id === id) ?? data?.[0];
  return (
    <Page
      isWide
      title="Workflows"
      about={
        <>
          What happens by itself. Say what you want in the <Link to="/chat">chat</Link>, such as “when a lead
          reaches A, assign it to Lena and create a call task”.
        </>
      }
    >
      {error && <ProblemState title="The workflows did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the workflows" lines={6} />}
      {data && !shown && (
        <EmptyState title="Nothing happens by itself yet">
          Draft one in the chat. It does nothing until you have seen what it would do and turned it on.
        </EmptyState>
      )}
      {data && shown && (
        <div className="workflows">
          <nav className="workflows__list" aria-label="Workflows">
            <ul>
              {data.map((one) => (
                <li key={one.id}>
                  <Link to={`/workflows/${one.id}`} aria-current={one.id === shown.id ? 'page' : undefined}>
                    {one.name}
                  </Link>
                  <StateBadge status={one.status} />
                </li>
              ))}
            </ul>
          </nav>
          <WorkflowView key={shown.id} workflow={shown} onChanged={reload} />
        </div>
      )}
    </Page>
  );
}
