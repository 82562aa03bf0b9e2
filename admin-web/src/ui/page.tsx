import { type ReactNode, useEffect } from 'react';
import './badge.css';
import './page.css';

interface PageProps {
  title: string;
  about: ReactNode;
  actions?: ReactNode;
  /** For tables: as wide as the window is. */
  isWide?: boolean;
  children: ReactNode;
}

export function Page({ title, about, actions, isWide = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Clianta`;
  }, [title]);
  return (
    <div className={isWide ? 'page page--wide' : 'page'}>
      <header className="page__header">
        <div>
          <h1>{title}</h1>
          <p>{about}</p>
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}

export function Panel({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {about && <p className="panel__about">{about}</p>}
      {children}
    </section>
  );
}
