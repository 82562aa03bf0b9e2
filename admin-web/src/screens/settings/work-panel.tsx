import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant, humanize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

interface Job {
  id: string;
  job: string;
  state: 'waiting' | 'running' | 'failed' | 'done' | 'cancelled';
  at: string;
  attempts: number;
  error?: string;
}

const STATES = [
  { value: 'failed', label: 'Failed' },
  { value: 'waiting', label: 'Waiting for its time' },
  { value: 'running', label: 'Being done' },
];

const NOTHING: Record<string, string> = {
  failed: 'Nothing has failed',
  waiting: 'Nothing waits',
  running: 'Nothing is being done',
};

/** What waits and what failed: reminders, notices and other work in the background. */
export function WorkPanel() {
  const { workspace } = useSession();
  const [state, setState] = useState('failed');
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/work`;
  const { data, error, isLoading, reload } = useResource(
    async (signal) => (await request<{ jobs: Job[] }>(`${base}?state=${state}`, { signal })).jobs,
    [workspace.id, state],
  );
  const { isBusy, error: problem, run } = useSubmit();
  const change = (job: Job, method: 'POST' | 'DELETE') =>
    run(async () => {
      const path = `${base}/${encodeURIComponent(job.id)}${method === 'POST' ? '/retry' : ''}`;
      await request(path, { method });
      reload();
    });
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  return (
    <>
      <Panel
        title="Work in the background"
        about="Reminders, notices and what else is done later. What failed can be done again; nothing is done twice."
      >
        <div className="settings-filter">
          <SelectField label="Show" options={STATES} value={state} onValue={setState} />
        </div>
        {error && <ProblemState title="The work did not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Loading the work" lines={3} />}
        {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
        {data?.length === 0 && !isLoading && <EmptyState title={NOTHING[state] ?? 'Nothing here'} />}
        <ul className="rows" aria-busy={isLoading}>
          {data?.map((job) => (
            <li key={job.id} className="rows__row">
              <div className="rows__text">
                <strong>{humanize(job.job.replaceAll('_', ' '))}</strong>
                <p>
                  {job.state === 'waiting' ? `Due ${at(job.at)}` : `Was due ${at(job.at)}`}
                  {job.attempts > 0 && `, tried ${job.attempts === 1 ? 'once' : `${job.attempts} times`}`}
                </p>
                {job.error && <p>{job.error}</p>}
              </div>
              {job.state === 'failed' && (
                <Button disabled={isBusy} onClick={() => void change(job, 'POST')}>
                  <Icon name="retry" size={16} /> Do it again
                </Button>
              )}
              <Button kind="quiet" disabled={isBusy} onClick={() => void change(job, 'DELETE')}>
                {job.state === 'failed' ? 'Dismiss' : 'Cancel'}
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
      <QueuesPanel />
    </>
  );
}

/** Where events wait for their handlers; owners look at them in Redis. */
function QueuesPanel() {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    (signal) => request<{ queue: { description: string } }>('/healthz', { signal }),
    [],
  );
  const isRedis = data?.queue.description.startsWith('BullMQ');
  return (
    <Panel title="Queues" about="Where events wait until they are handled.">
      {error && <ProblemState title="The queues are not known" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Asking for the queues" lines={1} />}
      {data && (
        <p>
          {isRedis
            ? `They are in Redis (${data.queue.description}).`
            : 'There is no Redis, so they are in this process and in the database. There is nothing else to look at.'}
        </p>
      )}
      {isRedis && workspace.role === 'owner' && (
        <p>
          <a href="/admin/queues" target="_blank" rel="noreferrer">
            Open the queues
          </a>{' '}
          (for whoever owns every workspace here)
        </p>
      )}
    </Panel>
  );
}
