import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { deviceName } from './device-name.ts';

const PATH = '/api/auth/sessions';

interface OwnSession {
  id: string;
  startedAt: string;
  lastSeenAt: string;
  device?: string;
  isCurrent: boolean;
}

/** Where one is signed in, and the way to end it. */
export function SessionsPanel() {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => (await request<{ sessions: OwnSession[] }>(PATH, { signal })).sessions,
    [],
  );
  const { isBusy, error: problem, run } = useSubmit();
  const end = (path: string, method: 'DELETE' | 'POST') =>
    run(async () => {
      await request(path, { method });
      reload();
    });
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  const others = data?.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <Panel title="Where you are signed in" about="End what you do not know, and choose a new password then.">
      {error && <ProblemState title="Your sign-ins did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading your sign-ins" lines={2} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      <ul className="rows">
        {data?.map(({ id, device, startedAt, lastSeenAt, isCurrent }) => (
          <li key={id} className="rows__row">
            <div className="rows__text">
              <strong>
                {deviceName(device)} {isCurrent && <span className="badge badge--positive">Here</span>}
              </strong>
              <p>
                Since {at(startedAt)}, last used {at(lastSeenAt)}
              </p>
            </div>
            {!isCurrent && (
              <Button
                disabled={isBusy}
                aria-label={`End ${deviceName(device)}, since ${at(startedAt)}`}
                onClick={() => void end(`${PATH}/${encodeURIComponent(id)}`, 'DELETE')}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <div className="form-actions">
          <Button kind="danger" disabled={isBusy} onClick={() => void end(`${PATH}/end-others`, 'POST')}>
            End all others
          </Button>
        </div>
      )}
    </Panel>
  );
}
