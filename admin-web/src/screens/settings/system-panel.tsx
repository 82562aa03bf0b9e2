import { Link } from 'react-router';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { ChannelBadge } from './channel-badge.tsx';
import { type ChannelHealth, channelsOf, type KeyProblem } from './channel-health.ts';
import { KeyProblems } from './key-problems.tsx';

/** By the class of the last failure. */
const FAILURES: Record<string, string> = {
  credentials: 'the key is not accepted',
  rate_limited: 'too many requests',
  refused: 'the request is not accepted',
  unavailable: 'the provider has a problem',
  timeout: 'no answer in time',
  unreachable: 'the provider cannot be reached',
  unreadable: 'its answer cannot be read',
};

interface Part {
  description: string;
  isHealthy: boolean;
  problem?: string;
}

interface ModelHealth extends Part {
  lastCallAt?: string;
  failingSince?: string;
  error?: string;
}

interface Health {
  status: string;
  version: string;
  database: Part;
  queue: Part;
  model: ModelHealth;
  channels: ChannelHealth[];
  keys: KeyProblem[];
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
          <KeyProblems problems={data.keys} hasLabels />
          <ul className="rows">
            {PARTS.map(({ key, label }) => (
              <li key={key} className="rows__row">
                <div className="rows__text">
                  <strong>{label}</strong>
                  <p>{data[key].description}</p>
                  {data[key].problem && <p>{data[key].problem}</p>}
                  {key === 'model' && <ModelState health={data.model} />}
                </div>
                <span className={`badge badge--${data[key].isHealthy ? 'positive' : 'danger'}`}>
                  <Icon name={data[key].isHealthy ? 'check' : 'alert'} size={13} />
                  {data[key].isHealthy ? 'Works' : 'Has a problem'}
                </span>
              </li>
            ))}
            {channelsOf(data).map((channel) => (
              <li key={channel.name} className="rows__row">
                <div className="rows__text">
                  <strong>{channel.label}</strong>
                </div>
                <ChannelBadge channel={channel} />
              </li>
            ))}
          </ul>
          <p>
            <Link to="/settings/channels">How the channels are, and how they are set up</Link>
          </p>
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

function ModelState({ health }: { health: ModelHealth }) {
  const { workspace } = useSession();
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  if (health.failingSince)
    return (
      <p>
        Failing since {at(health.failingSince)}: {FAILURES[health.error ?? ''] ?? 'the last call failed'}. The
        built-in engine answers meanwhile.
      </p>
    );
  return health.lastCallAt ? <p>Last answered {at(health.lastCallAt)}</p> : null;
}
