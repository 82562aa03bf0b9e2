import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import './states.css';

/** Stands in for a list that is on its way. */
export function Skeleton({ label, lines = 4 }: { label: string; lines?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <span key={line} className="skeleton__line" />
      ))}
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface ProblemStateProps {
  title: string;
  error: { message: string; code?: string; reference?: string | undefined };
  onRetry: () => void;
  /** Other ways out. */
  children?: ReactNode;
}

/** A list or page that could not be loaded: what happened, and what to do. Of what one may not see no second try helps. */
export function ProblemState({ title, error, onRetry, children }: ProblemStateProps) {
  const isForbidden = error.code === 'forbidden';
  return (
    <div className="state" role="alert">
      <h2>{isForbidden ? 'Not open to you' : title}</h2>
      <p>{error.message}</p>
      {error.reference && <p>Reference {error.reference}</p>}
      {!isForbidden && (
        <Button onClick={onRetry}>
          <Icon name="retry" /> Try again
        </Button>
      )}
      {children}
    </div>
  );
}

interface NoticeProps {
  kind?: 'plain' | 'danger' | 'warning' | 'positive';
  icon?: IconName;
  children: ReactNode;
}

const NOTICE_ICON: Record<string, IconName> = {
  danger: 'alert',
  warning: 'alert',
  positive: 'check',
  plain: 'lock',
};

export function Notice({ kind = 'plain', icon, children }: NoticeProps) {
  return (
    <div className={`notice notice--${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon name={icon ?? NOTICE_ICON[kind] ?? 'alert'} size={16} />
      <div className="notice__body">{children}</div>
    </div>
  );
}
