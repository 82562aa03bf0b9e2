import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

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
}

interface ChannelHealth {
  name: string;
  label: string;
  isOn: boolean;
  /** The settings of the server that a channel lacks which is configured in part. */
  missing: string[];
  /** The document that describes the set-up. */
  guide: string;
  /** What is entered at the platform. */
  setUp: Array<{ label: string; value: string }>;
  isConnected?: boolean;
  lastEventAt?: string;
  problem?: { message: string; at: string };
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
                  {data[key].problem && <p>{data[key].problem}</p>}
                  {key === 'model' && <ModelState health={data.model} />}
                </div>
                <span className={`badge badge--${data[key].isHealthy ? 'positive' : 'danger'}`}>
                  <Icon name={data[key].isHealthy ? 'check' : 'alert'} size={13} />
                  {data[key].isHealthy ? 'Works' : 'Has a problem'}
                </span>
              </li>
            ))}
            {data.channels.map((channel) => (
              <Channel key={channel.name} channel={channel} />
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

function Channel({ channel }: { channel: ChannelHealth }) {
  const { label, isOn, missing, isConnected, problem, guide, setUp } = channel;
  const isIncomplete = missing.length > 0;
  const isWrong = isIncomplete || (isOn && (problem !== undefined || isConnected === false));
  const state = isIncomplete ? 'Incomplete' : isOn ? (isWrong ? 'Has a problem' : 'On') : 'Off';
  const kind = isWrong ? 'badge--danger' : isOn ? 'badge--positive' : '';
  return (
    <li className="rows__row">
      <div className="rows__text">
        <strong>{label}</strong>
        <p>{isOn ? 'People can write to Clianta there' : `A channel that is not set up: see ${guide}`}</p>
        {isIncomplete && <p>Not set where Clianta runs: {missing.join(', ')}</p>}
        {isOn && <ChannelNews channel={channel} />}
        {setUp.map((entry) => (
          <p key={entry.label}>
            {entry.label}: <code>{entry.value}</code>
          </p>
        ))}
      </div>
      {isOn && <TestButton name={channel.name} />}
      <span className={`badge ${kind}`}>
        {(isOn || isWrong) && <Icon name={isWrong ? 'alert' : 'check'} size={13} />}
        {state}
      </span>
    </li>
  );
}

function ChannelNews({ channel: { isConnected, lastEventAt, problem } }: { channel: ChannelHealth }) {
  const { workspace } = useSession();
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  return (
    <>
      {isConnected === false && <p>Not connected at the moment; it tries again by itself.</p>}
      {problem && (
        <p>
          The last answer was not taken ({at(problem.at)}): {problem.message}
        </p>
      )}
      <p>{lastEventAt ? `Last heard of ${at(lastEventAt)}` : 'Nothing has come in since the start.'}</p>
    </>
  );
}

/** Sends oneself a message there. */
function TestButton({ name }: { name: string }) {
  const { workspace } = useSession();
  const [isSent, setIsSent] = useState(false);
  const { isBusy, error, run } = useSubmit();
  const send = () =>
    run(async () => {
      setIsSent(false);
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/channels/${name}/test`;
      await request(path, { method: 'POST', body: {} });
      setIsSent(true);
    });
  return (
    <div className="rows__control">
      <Button disabled={isBusy} onClick={() => void send()}>
        Send me a test
      </Button>
      {isSent && <p role="status">Sent.</p>}
      {error && <p role="alert">{problemText(error)}</p>}
    </div>
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
