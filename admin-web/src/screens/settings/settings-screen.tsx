import { Suspense } from 'react';
import { Link, Navigate, NavLink, useParams } from 'react-router';
import { useSession } from '../../session/session-context.ts';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/states.tsx';
import { type SettingsGroup, settingsFor, settingsPage } from './settings-pages.ts';
import './settings-screen.css';

/** The settings: a list of pages, and the one that is looked at. On a small screen one of the two. */
export function SettingsScreen() {
  const { isAdmin } = useSession();
  const { page: path } = useParams();
  const groups = settingsFor(isAdmin);
  const shown = path === undefined ? groups[0]?.pages[0] : settingsPage(path);
  if (!shown) return <Navigate to="/settings" replace />;
  const { label, about, audience, Content } = shown;
  const isForbidden = audience === 'admin' && !isAdmin;
  return (
    <div className={path === undefined ? 'settings settings--list' : 'settings'}>
      <SettingsNav groups={groups} shown={shown.path} />
      <div className="settings__page">
        <Link className="settings__back" to="/settings">
          <ConsoleIcon name="left" size={16} /> All settings
        </Link>
        <Page title={label} about={about}>
          {isForbidden ? (
            <EmptyState title="Only for admins">
              <p>An admin or owner of the workspace can open this page.</p>
            </EmptyState>
          ) : (
            <>
              {!isAdmin && audience === 'all' && (
                <Notice>You can look at the settings. An admin or owner can change them.</Notice>
              )}
              <Suspense fallback={<Skeleton label={`Loading ${label}`} />}>
                <Content />
              </Suspense>
            </>
          )}
        </Page>
      </div>
    </div>
  );
}

function SettingsNav({ groups, shown }: { groups: readonly SettingsGroup[]; shown: string }) {
  return (
    <nav className="settings__nav" aria-label="Settings">
      <h1 className="settings__title">Settings</h1>
      {groups.map(({ label, pages }) => (
        <div key={label}>
          <h2>{label}</h2>
          <ul>
            {pages.map((page) => (
              <li key={page.path}>
                <NavLink
                  to={`/settings/${page.path}`}
                  aria-current={page.path === shown ? 'page' : undefined}
                >
                  {page.label}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
