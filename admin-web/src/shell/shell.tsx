import { useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useNotices } from '../notices/notices-provider.tsx';
import { usePresence } from '../notices/use-presence.ts';
import { useSession } from '../session/session-context.ts';
import { ConsoleIcon } from '../ui/console-icon.tsx';
import { Logo } from '../ui/logo.tsx';
import { ConnectionState } from './connection-state.tsx';
import { MorePlaces } from './more-places.tsx';
import { SearchButton } from './palette/search-button.tsx';
import { PLACES } from './places.ts';
import { RecordKinds } from './record-kinds.tsx';
import { UserMenu } from './user-menu.tsx';
import './shell.css';

/** More is not counted out. */
const MOST_COUNTED = 99;

function UnreadCount() {
  const { unread = 0 } = useNotices();
  if (unread === 0) return null;
  return (
    <span className="nav__count">
      {unread > MOST_COUNTED ? `${MOST_COUNTED}+` : unread}
      <span className="visually-hidden"> unread</span>
    </span>
  );
}

/** The frame around every page of a signed-in user. */
export function Shell() {
  const { workspace } = useSession();
  usePresence();
  const main = useRef<HTMLElement>(null);
  const page = useLocation().pathname.split('/')[1];
  const isFirst = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page takes the focus, as a page load would
  useEffect(() => {
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [page]);

  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="side">
        <div className="side__brand">
          <Logo />
          <div>
            <p className="side__workspace">{workspace.name}</p>
            <ConnectionState />
          </div>
          <SearchButton />
        </div>
        <nav className="nav" aria-label="Main">
          <ul>
            {PLACES.filter(({ isAside }) => !isAside).map((place) => (
              <li key={place.to} className={place.isInBar ? undefined : 'nav__rest'}>
                <NavLink to={place.to}>
                  <ConsoleIcon name={place.icon} size={20} /> {place.label}
                  {place.to === '/inbox' && <UnreadCount />}
                </NavLink>
                {place.to === `/${page}` && page === 'records' && <RecordKinds className="nav__kinds" />}
              </li>
            ))}
            <li className="nav__more">
              <MorePlaces here={`/${page}`} />
            </li>
          </ul>
        </nav>
        <UserMenu />
      </header>
      <main id="main" className="shell__main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
