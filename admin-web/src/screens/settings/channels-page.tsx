import { useState } from 'react';
import { Link } from 'react-router';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { ChannelBadge } from './channel-badge.tsx';
import { type ChannelHealth, channelsOf } from './channel-health.ts';
import { KeyProblems } from './key-problems.tsx';

/** The chats of other platforms: how each is, a message to try it out, and how it is set up. */
export function ChannelsPage() {
  const { isAdmin } = useSession();
  const { data, error, reload } = useResource(
    (signal) => request<Parameters<typeof channelsOf>[0]>('/healthz', { signal }),
    [],
  );
  if (error) return <ProblemState title="The channels did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the channels" lines={4} />;
  return (
    <>
      {channelsOf(data).map((channel) => (
        <Channel key={channel.name} channel={channel} />
      ))}
      <Panel
        title="On your own pages"
        about="The chat for teammates and the one for visitors need no other platform."
      >
        <ul className="channel-links">
          {isAdmin && (
            <li>
              <Link to="/settings/widget">Chat widget, and the sites that show it</Link>
            </li>
          )}
          <li>
            <Link to="/settings/visitors">What visitors are told</Link>
          </li>
          <li>
            <Link to="/settings/mailboxes">Mailboxes</Link>
          </li>
        </ul>
      </Panel>
      <div className="form-actions">
        <Button onClick={reload}>
          <Icon name="retry" size={16} /> Check again
        </Button>
      </div>
    </>
  );
}

function Channel({ channel }: { channel: ChannelHealth }) {
  const { isAdmin } = useSession();
  const { label, isOn, missing, setUp, guide, keys } = channel;
  return (
    <Panel title={label} about={<ChannelBadge channel={channel} />}>
      <div className="settings-part">
        {missing.length > 0 && (
          <Notice kind="danger">Not set where Clianta runs: {missing.join(', ')}.</Notice>
        )}
        {keys && <KeyProblems problems={keys} />}
        {isOn ? <News channel={channel} /> : <p>Nobody can write to Clianta there yet.</p>}
        {isOn && <TestButton channel={channel} />}
        {isAdmin && (
          <details className="set-up" open={missing.length > 0}>
            <summary>{isOn ? 'How it was set up' : 'Set it up'}</summary>
            <ol>
              {setUp.map(({ text, value }) => (
                <li key={text}>
                  {text}
                  {value && <Pasted value={value} />}
                </li>
              ))}
            </ol>
            <p>
              With pictures and what to do when something is wrong: <code>{guide}</code>
            </p>
          </details>
        )}
        {!isAdmin && !isOn && <p>An admin sets it up.</p>}
      </div>
    </Panel>
  );
}

function Pasted({ value }: { value: string }) {
  return (
    <div className="code-box">
      <pre>
        <code>{value}</code>
      </pre>
      <CopyButton text={value} label="Copy" hasText />
    </div>
  );
}

function News({ channel: { isConnected, lastEventAt, problem } }: { channel: ChannelHealth }) {
  const { workspace } = useSession();
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  return (
    <>
      {isConnected === false && (
        <Notice kind="warning">Not connected at the moment; it tries again by itself.</Notice>
      )}
      {problem && (
        <Notice kind="danger">
          The last answer was not taken ({at(problem.at)}): {problem.message}
        </Notice>
      )}
      <p>
        People can write to Clianta there.{' '}
        {lastEventAt ? `Last heard of ${at(lastEventAt)}.` : 'Nothing has come in since the start.'}
      </p>
    </>
  );
}

/** Sends oneself a message there. */
function TestButton({ channel: { name } }: { channel: ChannelHealth }) {
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
    <div className="channel-test">
      <Button disabled={isBusy} onClick={() => void send()}>
        {isBusy ? 'Sending…' : 'Send me a test'}
      </Button>
      <Link to="/settings/accounts">My linked accounts</Link>
      {isSent && <p role="status">Sent. It is in your private chat there.</p>}
      {error && <p role="alert">{problemText(error)}</p>}
    </div>
  );
}
