import { useState } from 'react';
import { Link } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

interface LinkedAccount {
  id: string;
  channel: string;
  externalUserId: string;
  userId: string;
}

interface ChannelState {
  name: string;
  label: string;
  isOn: boolean;
}

/** The chats in which one is known, and which of them tells one things. */
export function LinkedAccountsPanel() {
  const { session, workspace } = useSession();
  const accounts = recordsOf<LinkedAccount>(workspace.id, 'external-identities');
  const userId = session.user.id;
  const own = { where: [{ field: 'userId', op: 'eq' as const, value: userId }] };
  const { data, error, reload } = useResource(
    async (signal) => {
      const [linked, { channels }] = await Promise.all([
        accounts.list({ filter: own, limit: 50, signal }),
        request<{ channels: ChannelState[] }>('/healthz', { signal }),
      ]);
      return { linked: linked.records, channels };
    },
    [workspace.id, userId],
  );
  const labelOf = (name: string) => data?.channels.find((one) => one.name === name)?.label ?? name;
  const removal = useSubmit();
  return (
    <Panel
      title="Linked accounts"
      about="Where you can talk to Clianta besides this page, and where it tells you what you should know."
    >
      {error && <ProblemState title="Your accounts do not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading your accounts" lines={2} />}
      {data && (
        <>
          <div className="settings-part">
            <ul className="rows">
              {data.linked.map(({ id, channel, externalUserId }) => (
                <li key={id} className="rows__row">
                  <div className="rows__text">
                    <strong>{labelOf(channel)}</strong>
                    <p>{externalUserId}</p>
                  </div>
                  <Button
                    disabled={removal.isBusy}
                    onClick={() =>
                      void removal.run(async () => {
                        await accounts.remove(id);
                        reload();
                      })
                    }
                  >
                    Unlink
                  </Button>
                </li>
              ))}
            </ul>
            {data.linked.length === 0 && <p>None yet.</p>}
            {removal.error && <Notice kind="danger">{problemText(removal.error)}</Notice>}
            <LinkCode channels={data.channels.filter(({ isOn }) => isOn).map(({ label }) => label)} />
          </div>
          <p className="settings-part">
            <Link to="/inbox/settings">Choose what you are told where, and when not</Link>
          </p>
        </>
      )}
    </Panel>
  );
}

/** A code that links the account from which it is written. */
function LinkCode({ channels }: { channels: readonly string[] }) {
  const { workspace } = useSession();
  const [code, setCode] = useState<string>();
  const { isBusy, error, run } = useSubmit();
  if (channels.length === 0)
    return (
      <Notice>No other chat is set up yet. An admin can connect Slack, Microsoft Teams or Discord.</Notice>
    );
  const get = () =>
    run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/link-codes`;
      setCode((await request<{ code: string }>(path, { method: 'POST', body: {} })).code);
    });
  return (
    <>
      {code && (
        <>
          <p>
            Write this to Clianta in {channels.join(' or ')}. It holds for ten minutes and once; whoever
            writes it is you there.
          </p>
          <div className="code-box">
            <pre>
              <code>link {code}</code>
            </pre>
            <CopyButton text={`link ${code}`} label="Copy code" hasText />
          </div>
        </>
      )}
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      <div className="form-actions">
        <Button disabled={isBusy} onClick={() => void get()}>
          {code ? 'Get another code' : 'Link an account'}
        </Button>
      </div>
    </>
  );
}
