import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { MailItem } from './mail-item.tsx';
import { type MailShown, type MailThread, titleOf } from './mail-thread.ts';

interface Shown {
  thread: MailThread;
  mails: MailShown[];
}

const DAY_MS = 86_400_000;

/** One thread: its mails, whose it is, and where it is answered. */
export function ThreadView({ id, onChanged }: { id: string; onChanged: () => void }) {
  const { workspace } = useSession();
  const people = usePeople(workspace.id);
  const [text, setText] = useState('');
  const [isSent, setIsSent] = useState(false);
  const { isBusy, error: problem, run } = useSubmit();
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/email-threads/${encodeURIComponent(id)}`;
  const { data, error, reload } = useResource(
    (signal) => request<Shown>(`${path}/mails`, { signal }),
    [path],
  );
  if (error && !data) return <ProblemState title="The thread did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the thread" lines={6} />;
  const { thread, mails } = data;
  const change = (patch: object) =>
    run(async () => {
      await recordsOf(workspace.id, 'email-threads').update(thread.id, patch, thread.version);
      reload();
      onChanged();
    });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const failed = await run(async () => {
      await request(`${path}/reply`, { method: 'POST', body: { text: text.trim() } });
      reload();
      onChanged();
    });
    if (failed) return;
    setText('');
    setIsSent(true);
  };
  const inAWeek = new Date(Date.now() + 7 * DAY_MS).toISOString();
  return (
    <section className="thread" aria-label={titleOf(thread)}>
      <header className="thread__head">
        <h2>{titleOf(thread)}</h2>
        <p>
          {thread.contactIds.map((contactId, at) => (
            <Link key={contactId} to={`/records/contacts/${contactId}`}>
              {at === 0 ? 'Contact' : `Contact ${at + 1}`}
            </Link>
          ))}
          {thread.opportunityId && <Link to={`/records/opportunities/${thread.opportunityId}`}>Deal</Link>}
        </p>
        <div className="thread__actions">
          <label className="thread__assignee">
            <span className="visually-hidden">Assigned to</span>
            <select
              className="input"
              value={thread.assigneeId ?? ''}
              disabled={isBusy}
              onChange={(event) => void change({ assigneeId: event.currentTarget.value || null })}
            >
              <option value="">Nobody’s yet</option>
              {people.map(({ userId, name }) => (
                <option key={userId} value={userId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {thread.state !== 'done' && (
            <Button disabled={isBusy} onClick={() => void change({ state: 'done' })}>
              Done
            </Button>
          )}
          {thread.state !== 'snoozed' && (
            <Button
              kind="quiet"
              disabled={isBusy}
              onClick={() => void change({ state: 'snoozed', snoozedUntil: inAWeek })}
            >
              In a week
            </Button>
          )}
          {thread.state !== 'trash' && (
            <Button kind="quiet" disabled={isBusy} onClick={() => void change({ state: 'trash' })}>
              Trash
            </Button>
          )}
          {thread.state !== 'open' && (
            <Button kind="quiet" disabled={isBusy} onClick={() => void change({ state: 'open' })}>
              Open again
            </Button>
          )}
        </div>
      </header>
      <ol className="thread__mails" reversed>
        {mails.map((mail, at) => (
          <MailItem key={mail.id} mail={mail} isOpen={at === 0} />
        ))}
      </ol>
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {isSent && <Notice>It is on its way.</Notice>}
      <form className="thread__reply" onSubmit={send}>
        <textarea
          className="input"
          rows={5}
          maxLength={100_000}
          aria-label="Your answer"
          placeholder={`Answer ${thread.people[0] ?? ''}`.trim()}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setIsSent(false);
          }}
        />
        <Button type="submit" kind="primary" disabled={isBusy || !text.trim()}>
          Send
        </Button>
      </form>
    </section>
  );
}
