import { Link, useNavigate, useParams } from 'react-router';
import { askAbout } from '../../chat/ask-about.ts';
import { capitalize } from '../../formatting.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { listPath } from '../../metadata/record-path.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { RecordView } from './record-view.tsx';

/** The page of one record. */
export function RecordScreen() {
  const { plural, id = '' } = useParams();
  const { kinds, error, reload } = useMetadata();
  const navigate = useNavigate();
  const kind = kinds?.spoken.find((one) => one.plural === plural);
  return (
    <div className="page page--wide">
      {kind && (
        <>
          <nav aria-label="Where this is" className="record-crumb">
            <Link to={listPath(kind)}>{capitalize(kind.label.many)}</Link>
          </nav>
          <RecordView
            key={id}
            kind={kind}
            id={id}
            onTitle={(title) => {
              document.title = `${title} · Clianta`;
            }}
            actions={() => (
              <Button onClick={() => navigate(askAbout({ entity: kind.name, id }))}>
                <ConsoleIcon name="chat" /> Ask about this
              </Button>
            )}
          />
        </>
      )}
      {!kinds && !error && <Skeleton label="Loading the record" lines={8} />}
      {error && <ProblemState title="The record did not load" error={error} onRetry={reload} />}
      {kinds && !kind && (
        <EmptyState title="There is no such record">
          <Link to="/records">Go to the lists</Link>
        </EmptyState>
      )}
    </div>
  );
}
