import { Link, useParams } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { FormView } from './form-view.tsx';
import { PageView } from './page-view.tsx';
import { pagesOf } from './pages-api.ts';
import { WaitlistView } from './waitlist-view.tsx';
import './pages.css';

const MOST = 200;
const STATES = { draft: 'Draft', published: 'Published', withdrawn: 'Taken off' } as const;

/** Landing pages and forms, and the one that is looked at. They are made and changed in the chat. */
export function PagesScreen() {
  const { kind, id } = useParams();
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => {
      const { pages, forms, waitlist } = pagesOf(workspace.id);
      const [all, own, waiting] = await Promise.all([
        pages.list({ sort: 'title', limit: MOST, signal }),
        forms.list({ sort: 'name', limit: MOST, signal }),
        waitlist.list({ limit: 1, signal }),
      ]);
      const hasWaitlist = waiting.records.length > 0 || own.records.some(({ isWaitlist }) => isWaitlist);
      return { pages: all.records, forms: own.records, hasWaitlist };
    },
    [workspace.id],
  );
  useRecordNews('landingPage', reload);
  useRecordNews('form', reload);
  const form = kind === 'forms' ? data?.forms.find((one) => one.id === id) : undefined;
  const isWaitlist = kind === 'waitlist' && data?.hasWaitlist;
  const page = form || isWaitlist ? undefined : (data?.pages.find((one) => one.id === id) ?? data?.pages[0]);
  const shownForm = form ?? (page || isWaitlist ? undefined : data?.forms[0]);
  return (
    <Page
      isWide
      title="Pages"
      about={
        <>
          Landing pages and forms. Say what you want in the <Link to="/chat">chat</Link>, such as “a landing
          page for our energy guide” or “add a phone field to the form”.
        </>
      }
    >
      {error && <ProblemState title="The pages did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the pages" lines={6} />}
      {data && !page && !shownForm && !isWaitlist && (
        <EmptyState title="There are no pages and no forms yet">
          <p>Draft one in the chat. Nobody sees it until you publish it.</p>
        </EmptyState>
      )}
      {data && (page || shownForm || isWaitlist) && (
        <div className="pages">
          <nav className="pages__list" aria-label="Pages and forms">
            {data.pages.length > 0 && <h2>Landing pages</h2>}
            <ul>
              {data.pages.map((one) => (
                <li key={one.id}>
                  <Link
                    to={`/pages/landing/${one.id}`}
                    aria-current={one.id === page?.id ? 'page' : undefined}
                  >
                    {one.title}
                    <small>{STATES[one.status]}</small>
                  </Link>
                </li>
              ))}
            </ul>
            {data.forms.length > 0 && <h2>Forms</h2>}
            <ul>
              {data.forms.map((one) => (
                <li key={one.id}>
                  <Link
                    to={`/pages/forms/${one.id}`}
                    aria-current={one.id === shownForm?.id ? 'page' : undefined}
                  >
                    {one.name}
                    {!one.isOn && <small>Closed</small>}
                  </Link>
                </li>
              ))}
            </ul>
            {data.hasWaitlist && (
              <>
                <h2>People</h2>
                <ul>
                  <li>
                    <Link to="/pages/waitlist" aria-current={isWaitlist ? 'page' : undefined}>
                      Waitlist
                    </Link>
                  </li>
                </ul>
              </>
            )}
          </nav>
          {isWaitlist && <WaitlistView />}
          {page && <PageView key={page.id} page={page} onChanged={reload} />}
          {shownForm && <FormView key={shownForm.id} form={shownForm} />}
        </div>
      )}
    </Page>
  );
}
