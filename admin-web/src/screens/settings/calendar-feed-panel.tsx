import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

interface Feed {
  address?: string;
}

/** The secret address by which one's meetings stand in another calendar as well. */
export function CalendarFeedPanel() {
  const { workspace } = useSession();
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/calendar/feed`;
  const { data, error, reload, replace } = useResource((signal) => request<Feed>(path, { signal }), [path]);
  const [done, setDone] = useState<string>();
  const { isBusy, error: problem, run } = useSubmit();
  const act = (method: 'POST' | 'DELETE', said: string) =>
    void run(async () => {
      setDone(undefined);
      replace(await request<Feed>(path, { method }));
      setDone(said);
    });
  return (
    <Panel
      title="Your meetings in another calendar"
      about="An address for Google Calendar, Outlook or Apple Calendar to subscribe to. Whoever has it reads your meetings, private ones as well: keep it to yourself."
    >
      {error && <ProblemState title="The address did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the address" lines={2} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {done && <Notice kind="positive">{done}</Notice>}
      {data?.address && (
        <div className="code-box">
          <pre>
            <code>{data.address}</code>
          </pre>
          <CopyButton text={data.address} label="Copy address" hasText />
        </div>
      )}
      {data && (
        <div className="form-actions">
          {data.address ? (
            <>
              <Button
                disabled={isBusy}
                onClick={() => act('POST', 'Made another address. The one before it leads nowhere.')}
              >
                Make another address
              </Button>
              <Button
                kind="quiet"
                disabled={isBusy}
                onClick={() => act('DELETE', 'Revoked: the address leads nowhere.')}
              >
                Revoke
              </Button>
            </>
          ) : (
            <Button disabled={isBusy} onClick={() => act('POST', 'Made an address. It can be revoked here.')}>
              Make an address
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}
