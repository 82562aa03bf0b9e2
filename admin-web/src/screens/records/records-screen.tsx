import { Link, Navigate, NavLink, useParams } from 'react-router';
import { capitalize } from '../../formatting.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { RecordKinds } from '../../shell/record-kinds.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { RecordList } from './record-list.tsx';
import './records.css';
import { listPath } from '../../metadata/record-path.ts';

/** The records of a workspace, a list for each kind; the catalogue says which there are. */
export function RecordsScreen() {
  const { plural } = useParams();
  const { kinds, error, reload } = useMetadata();
  const [first] = kinds?.spoken ?? [];
  if (!plural && first) return <Navigate to={listPath(first)} replace />;
  const kind = kinds?.spoken.find((one) => one.plural === plural);
  return (
    <Page
      isWide
      title={kind ? capitalize(kind.label.many) : 'Records'}
      about="What is stored: to look things up, and to change them here or in the chat."
      actions={
        <Link className="button" to="/duplicates">
          Duplicates
        </Link>
      }
    >
      <RecordKinds className="records__kinds" />
      {kind && <RecordList key={kind.name} kind={kind} />}
      {!kinds && !error && <Skeleton label="Loading what there are records of" lines={8} />}
      {error && (
        <ProblemState title="What there are records of did not load" error={error} onRetry={reload} />
      )}
      {kinds && !kind && (
        <EmptyState title="There is no such list">
          {first && <NavLink to={listPath(first)}>Go to {first.label.many}</NavLink>}
        </EmptyState>
      )}
    </Page>
  );
}
