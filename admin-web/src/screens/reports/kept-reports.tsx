import { Link } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { ReportView } from './report-view.tsx';
import { type ReportSpec, reportsOf } from './reports-api.ts';

const MOST = 200;

const FIRST: ReportSpec = {
  metric: 'won_value',
  filter: {},
  period: { unit: 'quarter', count: 1, back: 0 },
  groupBy: ['owner'],
};

/** The reports that are kept, and the one that is looked at. */
export function KeptReports({ id }: { id: string | undefined }) {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => {
      const reports = reportsOf(workspace.id);
      const [kept, choices] = await Promise.all([
        reports.kept.list({ sort: 'name', limit: MOST, signal }),
        reports.choices(signal),
      ]);
      return { kept: kept.records, choices };
    },
    [workspace.id],
  );
  useRecordNews('report', reload);
  if (error) return <ProblemState title="The reports did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the reports" lines={6} />;
  const report = data.kept.find((one) => one.id === id);
  return (
    <div className="reports">
      <nav className="reports__list" aria-label="Saved reports">
        <h2>Saved</h2>
        {data.kept.length === 0 && <p>None yet. Save one to see it here, and to have it sent.</p>}
        <ul>
          {data.kept.map((one) => (
            <li key={one.id}>
              <Link to={`/reports/${one.id}`} aria-current={one.id === id ? 'page' : undefined}>
                {one.name}
              </Link>
              {one.schedule && <span>every {one.schedule.every}</span>}
            </li>
          ))}
        </ul>
        {report && <Link to="/reports">A new report</Link>}
      </nav>
      <ReportView
        key={report?.id ?? 'new'}
        report={report}
        initial={report?.spec ?? FIRST}
        choices={data.choices}
        onKept={reload}
      />
    </div>
  );
}
