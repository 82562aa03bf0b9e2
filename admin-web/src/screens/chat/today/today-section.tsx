import { Children, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';

interface Props {
  title: string;
  count: number;
  /** What is said to see all of them. */
  more?: string;
  onMore?: (text: string) => void;
  children: ReactNode;
}

/** Some of what there is today, and how many there are; nothing where there is none. */
export function TodaySection({ title, count, more, onMore, children }: Props) {
  if (count === 0) return null;
  const isCut = count > Children.count(children);
  return (
    <section className="today__section" aria-label={title}>
      <h3>
        {title} <span className="today__count">{count}</span>
      </h3>
      <ul>{children}</ul>
      {more && isCut && (
        <Button kind="quiet" onClick={() => onMore?.(more)}>
          Show all {count}
        </Button>
      )}
    </section>
  );
}
