import { Link, useParams, useSearchParams } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { isPile, type MailThread, PILES, type Pile, titleOf } from './mail-thread.ts';
import { ThreadView } from './thread-view.tsx';
import './mail.css';

const SHOWN = 50;

/** The inbox that the team shares: threads by whose turn it is, and the mails of one. */
export function MailScreen() {
  const { workspace, session } = useSession();
  const { id } = useParams();
  const [query, setQuery] = useSearchParams();
  const asked = query.get('pile');
  const pile: Pile = isPile(asked) ? asked : 'open';
  const isMine = query.get('whose') === 'me';
  const { data, error, reload } = useResource(
    (signal) =>
      recordsOf<MailThread>(workspace.id, 'email-threads').list({
        filter: {
          where: [
            { field: 'state', op: 'eq', value: pile },
            ...(isMine ? [{ field: 'assigneeId', op: 'eq' as const, value: session.user.id }] : []),
          ],
        },
        sort: '-lastAt',
        limit: SHOWN,
        isCounted: true,
        signal,
      }),
    [workspace.id, pile, isMine],
  );
  const threads = data?.records;
  const chosen = id ?? threads?.[0]?.id;
  return (
    <Page
      isWide
      title="Mail"
      about="What customers write to the connected mailboxes, and whose turn it is."
      actions={
        <span className="mail__links">
          <Link to="/records/email-templates">Templates</Link>
          <Link to="/settings/mailboxes">Mailboxes</Link>
        </span>
      }
    >
      <nav className="mail__piles" aria-label="Piles">
        {Object.entries(PILES).map(([one, label]) => (
          <Link
            key={one}
            to={{ pathname: '/mail', search: `?pile=${one}${isMine ? '&whose=me' : ''}` }}
            className="mail__pile"
            aria-current={one === pile ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
        <label className="mail__mine">
          <input
            type="checkbox"
            checked={isMine}
            onChange={(event) => setQuery({ pile, ...(event.currentTarget.checked && { whose: 'me' }) })}
          />
          Assigned to me
        </label>
      </nav>
      {error && !data && <ProblemState title="The mail did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the mail" lines={8} />}
      {threads?.length === 0 && !id && (
        <EmptyState
          title={
            pile === 'open'
              ? 'Nothing is open'
              : pile === 'trash'
                ? 'The trash is empty'
                : `No thread is ${PILES[pile].toLowerCase()}`
          }
        >
          <p>
            Mail with people who are contacts appears here within five minutes, from the mailboxes under{' '}
            <Link to="/settings/mailboxes">Settings, Mailboxes</Link>.
          </p>
        </EmptyState>
      )}
      {threads && chosen && (
        <div className={id ? 'mail has-thread' : 'mail'}>
          <nav className="mail__list" aria-label="Threads">
            {threads.map((thread) => (
              <Link
                key={thread.id}
                to={{ pathname: `/mail/${thread.id}`, search: `?${query}` }}
                className="mail__row"
                aria-current={thread.id === chosen ? 'true' : undefined}
              >
                <span className="mail__who">
                  {thread.isUnanswered && <span className="mail__dot" title="Unanswered" />}
                  {thread.people.join(', ') || 'Nobody outside'}
                </span>
                <time className="mail__at" dateTime={thread.lastAt}>
                  {formatInstant(thread.lastAt, workspace.locale, workspace.timeZone)}
                </time>
                <span className="mail__subject">
                  {titleOf(thread)}
                  {thread.count > 1 && ` (${thread.count})`}
                </span>
              </Link>
            ))}
          </nav>
          <ThreadView key={chosen} id={chosen} onChanged={reload} />
        </div>
      )}
    </Page>
  );
}
