import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { useChatClient } from '../../shell/chat-provider.tsx';
import { useRecordNews } from '../../shell/use-record-news.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { pagesOf, type WaitlistJson } from './pages-api.ts';

const SHOWN = 50;
/** As many as are invited at once. */
const MOST = 500;
const where = (value: WaitlistJson['status']) => ({
  where: [{ field: 'status', op: 'eq' as const, value }],
});

/** Who waits, in their order, and who was invited. */
export function WaitlistView() {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => {
      const { waitlist } = pagesOf(workspace.id);
      const [waiting, invited] = await Promise.all([
        waitlist.list({
          filter: where('waiting'),
          sort: 'position',
          limit: SHOWN,
          isCounted: true,
          signal,
        }),
        waitlist.list({
          filter: where('invited'),
          sort: '-invitedAt',
          limit: SHOWN,
          isCounted: true,
          signal,
        }),
      ]);
      return { waiting, invited };
    },
    [workspace.id],
  );
  useRecordNews('waitlistEntry', reload);
  if (error) return <ProblemState title="The waitlist did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the waitlist" lines={8} />;
  const { waiting, invited } = data;
  const number = new Intl.NumberFormat(workspace.locale);
  const [waits, were] = [waiting.count ?? 0, invited.count ?? 0];
  return (
    <article className="one-page" aria-label="Waitlist">
      <header className="one-page__head">
        <h2>Waitlist</h2>
      </header>
      <p>
        {number.format(waits)} {waits === 1 ? 'person waits' : 'people wait'}, {number.format(were)}{' '}
        {were === 1 ? 'was' : 'were'} invited. <Link to="/records/waitlist-entries">Show it as a list</Link>,
        or <Link to="/records/referrals">who brought whom along</Link>.
      </p>
      {waits > 0 && workspace.role !== 'viewer' && <Invite most={Math.min(waits, MOST)} />}
      <section aria-label="Next">
        <h3>Next</h3>
        {waits === 0 ? (
          <EmptyState title="Nobody waits">
            <p>People get onto it by a form. Say “make a waitlist form” in the chat.</p>
          </EmptyState>
        ) : (
          <Entries entries={waiting.records} />
        )}
      </section>
      {were > 0 && (
        <section aria-label="Invited">
          <h3>Invited</h3>
          <Entries entries={invited.records} />
        </section>
      )}
    </article>
  );
}

/** It is proposed in the chat, with what the invitation says, before anything goes out. */
function Invite({ most }: { most: number }) {
  const [count, setCount] = useState(String(Math.min(most, 10)));
  const navigate = useNavigate();
  const client = useChatClient();
  const invite = (event: FormEvent) => {
    event.preventDefault();
    navigate('/chat');
    const many = Number(count);
    client.send(`Invite the ${many === 1 ? 'next person' : `first ${many} people`} from the waitlist`);
  };
  return (
    <form className="one-page__invite" onSubmit={invite}>
      <TextField
        label="How many come next"
        type="number"
        min={1}
        max={most}
        required
        hint="You see whom and with what words before anything goes out."
        value={count}
        onValue={setCount}
      />
      <Button type="submit" kind="primary">
        Invite them
      </Button>
    </form>
  );
}

function Entries({ entries }: { entries: readonly WaitlistJson[] }) {
  const { workspace } = useSession();
  return (
    <table className="one-page__table">
      <thead>
        <tr>
          <th scope="col">E-mail</th>
          <th scope="col">Place</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ id, email, position, invitedAt, createdAt }) => (
          <tr key={id}>
            <th scope="row">
              <Link to={`/records/waitlist-entries/${id}`}>{email}</Link>
            </th>
            <td>{position}</td>
            <td>{formatInstant(invitedAt ?? createdAt, workspace.locale, workspace.timeZone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
