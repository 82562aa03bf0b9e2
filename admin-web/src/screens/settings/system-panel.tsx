import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';

interface Part {
  description: string;
  isHealthy: boolean;
}

interface Health {
  status: string;
  version: string;
  database: Part;
  queue: Part;
  model: Part;
}

const PARTS = [
  { key: 'database', label: 'Database' },
  { key: 'queue', label: 'Queue' },
  { key: 'model', label: 'Language model' },
] as const;

export function SystemPanel() {
  const { data, error, reload } = useResource((signal) => request<Health>('/healthz', { signal }), []);
  return (
    <Panel title="System" about={data && `Clianta ${data.version}`}>
      {error && <ProblemState title="The system does not answer" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Asking the system" lines={3} />}
      {data && (
        <>
          <ul className="rows">
            {PARTS.map(({ key, label }) => (
              <li key={key} className="rows__row">
                <div className="rows__text">
                  <strong>{label}</strong>
                  <p>{data[key].description}</p>
                </div>
                <span className={`badge badge--${data[key].isHealthy ? 'positive' : 'danger'}`}>
                  <Icon name={data[key].isHealthy ? 'check' : 'alert'} size={13} />
                  {data[key].isHealthy ? 'Works' : 'Has a problem'}
                </span>
              </li>
            ))}
          </ul>
          <div className="form-actions">
            <Button onClick={reload}>
              <Icon name="retry" size={16} /> Check again
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}
