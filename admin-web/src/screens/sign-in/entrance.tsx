import { type ReactNode, useEffect } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Logo } from '../../ui/logo.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import './entrance.css';

interface EntranceProps {
  title: string;
  about: string;
  isWide?: boolean;
  children: ReactNode;
}

/** The frame of every page before somebody is signed in. */
export function Entrance({ title, about, isWide = false, children }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} · Clianta`;
  }, [title]);
  return (
    <main className="entrance">
      <div className={isWide ? 'entrance__box entrance__box--wide' : 'entrance__box'}>
        <div className="entrance__brand">
          <Logo size={32} /> Clianta
        </div>
        <div className="entrance__head">
          <h1>{title}</h1>
          <p>{about}</p>
        </div>
        {children}
      </div>
    </main>
  );
}

export function Starting({ error, onRetry }: { error: ApiError | undefined; onRetry: () => void }) {
  return (
    <main className="entrance">
      <div className="entrance__box">
        <h1 className="visually-hidden">Clianta</h1>
        {error ? (
          <ProblemState title="Clianta did not start" error={error} onRetry={onRetry} />
        ) : (
          <Skeleton label="Starting Clianta" lines={2} />
        )}
      </div>
    </main>
  );
}

export function NoWorkspace({ onSignOut }: { onSignOut: () => void }) {
  return (
    <Entrance
      title="No workspace yet"
      about="Your account is not part of a workspace. Ask an admin to add you."
    >
      <Button onClick={onSignOut}>Sign out</Button>
    </Entrance>
  );
}
