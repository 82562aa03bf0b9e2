import { useState } from 'react';
import { Link, NavLink, useSearchParams } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import { type InboxNotice, NOTICES, SHOWN, type Shown } from '../../notices/notices.ts';
import { useNotices } from '../../notices/notices-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText } from '../../ui/use-submit.ts';
import { noticeDays } from './notice-groups.ts';
import { NoticeRow } from './notice-row.tsx';
import { useMarking } from './use-marking.ts';
import './inbox.css';

const AT_ONCE = 50;
const NAMES: Record<Shown, string> = { inbox: 'Inbox', snoozed: 'Snoozed', done: 'Done' };
const EMPTY: Record<Shown, { title: string; text: string }> = {
  inbox: {
    title: 'Nothing waits for you',
    text: 'Reminders, approvals and what your teammates hand to you come here, and stay until you say they are done.',
  },
  snoozed: { title: 'Nothing is snoozed', text: 'What you put off comes back here, and is told anew then.' },
  done: { title: 'Nothing is done yet', text: 'Notices that are done are kept for 90 days.' },
};

const shownOf = (text: string | null): Shown => SHOWN.find((one) => one === text) ?? 'inbox';

export function InboxScreen() {
  const { workspace } = useSession();
  const { version, unread = 0 } = useNotices();
  const [query] = useSearchParams();
  const shown = shownOf(query.get('show'));
  const [now] = useState(() => new Date());
  const { data, error, isLoading, reload, hasMore, loadMore, isLoadingMore, moreError } = usePages(
    async ({ cursor, signal }) => {
      const { where, sort } = NOTICES[shown];
      const notices = recordsOf<InboxNotice>(workspace.id, 'notices');
      const page = await notices.list({ filter: { where }, sort, limit: AT_ONCE, cursor, signal });
      return { shown, rows: page.records, ...(page.nextCursor && { nextCursor: page.nextCursor }) };
    },
    [workspace.id, shown, version],
  );
  const { mark, problem } = useMarking();
  // what was loaded for another view is not shown in this one
  const rows = data?.shown === shown ? data.rows : undefined;
  const days = rows && noticeDays(rows, now, workspace.timeZone);
  return (
    <Page
      title="Inbox"
      about="What you should know, on every device, until you say that it is done."
      actions={
        <div className="inbox__actions">
          {shown === 'inbox' && unread > 0 && (
            <Button onClick={() => void mark({ isAll: true }, { state: 'read' })}>Mark all as read</Button>
          )}
          <Link className="button" to="/inbox/settings">
            Where I am told
          </Link>
        </div>
      }
    >
      <nav className="inbox__views" aria-label="Notices">
        {SHOWN.map((one) => (
          <NavLink
            key={one}
            to={one === 'inbox' ? '/inbox' : `/inbox?show=${one}`}
            aria-current={one === shown ? 'page' : undefined}
            className={one === shown ? 'is-shown' : ''}
          >
            {NAMES[one]}
          </NavLink>
        ))}
      </nav>
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {error && <ProblemState title="Your notices did not load" error={error} onRetry={reload} />}
      {!rows && isLoading && <Skeleton label="Loading your notices" lines={5} />}
      {days?.length === 0 && (
        <EmptyState title={EMPTY[shown].title}>
          <p>{EMPTY[shown].text}</p>
        </EmptyState>
      )}
      {days?.map(({ title, groups }) => (
        <section key={title} className="inbox__day" aria-label={title}>
          <h2>{title}</h2>
          <ul className="inbox__list">
            {groups.map((group) => (
              <NoticeRow
                key={group.key}
                group={group}
                isFound={group.key === query.get('notice')}
                mark={mark}
              />
            ))}
          </ul>
        </section>
      ))}
      {hasMore && (
        <div className="inbox__more">
          {moreError && <p role="alert">{moreError.message}</p>}
          <Button onClick={() => void loadMore()} disabled={isLoadingMore}>
            {isLoadingMore ? 'Loading…' : 'Show older notices'}
          </Button>
        </div>
      )}
    </Page>
  );
}
