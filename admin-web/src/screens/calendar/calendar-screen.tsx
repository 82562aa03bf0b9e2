import type { CalendarDays } from '@clianta/crm-core/calendar/calendar-days.schema';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { CalendarDay } from './calendar-day.tsx';
import { weekName } from './entry-time.ts';
import { useLooksAgain } from './use-looks-again.ts';
import { useWeekKeys } from './use-week-keys.ts';
import './calendar.css';

interface Teammate {
  userId: string;
  name: string;
}

const MOST = 200;

/** A week of one's own meetings, or of a teammate's. */
export function CalendarScreen() {
  const { session, workspace } = useSession();
  const [query, setQuery] = useSearchParams();
  const own = session.user.id;
  const userId = query.get('of') ?? own;
  const day = query.get('day') ?? undefined;
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}`;
  const team = useResource(
    async (signal) =>
      (await recordsOf<Teammate>(workspace.id, 'team-members').list({ sort: 'name', limit: MOST, signal }))
        .records,
    [workspace.id],
  );
  const week = useResource(
    (signal) => {
      const asked = new URLSearchParams({ userId, ...(day && { day }) });
      return request<CalendarDays>(`${base}/calendar/week?${asked}`, { signal });
    },
    [base, userId, day],
  );
  const { data } = week;
  useLooksAgain(week.reload);
  const go = (to: { day?: string | undefined; of?: string }) => {
    const next = { day, of: userId, ...to };
    setQuery({ ...(next.day && { day: next.day }), ...(next.of !== own && { of: next.of }) });
  };
  // from what is shown, however fast one goes; what was asked for before anything was shown is done then
  const isShown = data !== undefined && !week.isLoading;
  const wanted = useRef<'previous' | 'next'>(undefined);
  const step = (to: 'previous' | 'next') => {
    wanted.current = isShown ? undefined : to;
    if (isShown) go({ day: data[to] });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the week is there
  useEffect(() => {
    if (isShown && wanted.current) step(wanted.current);
  }, [isShown]);
  const move = {
    onEarlier: () => step('previous'),
    onToday: () => go({ day: undefined }),
    onLater: () => step('next'),
  };
  useWeekKeys(move);
  const [first, last] = [data?.days[0]?.day, data?.days.at(-1)?.day];
  const people = (team.data ?? []).map((one) => ({
    value: one.userId,
    label: one.userId === own ? `${one.name} (you)` : one.name,
  }));
  return (
    <Page
      isWide
      title="Calendar"
      about="Your meetings, and when teammates are busy. Say “Meet Jane on Tuesday at 10” in the chat to add one."
      actions={<Link to="/settings/booking">Working hours and booking links</Link>}
    >
      <div className="week__bar">
        <div className="week__moves">
          <Button isIcon aria-label="Week before" aria-keyshortcuts="ArrowLeft" onClick={move.onEarlier}>
            <ConsoleIcon name="left" />
          </Button>
          <Button aria-keyshortcuts="t" onClick={move.onToday}>
            Today
          </Button>
          <Button isIcon aria-label="Week after" aria-keyshortcuts="ArrowRight" onClick={move.onLater}>
            <ConsoleIcon name="right" />
          </Button>
        </div>
        <h2 className="week__name" aria-live="polite">
          {first && last && weekName(first, last, workspace.locale)}
        </h2>
        {people.length > 1 && (
          <SelectField label="Whose" options={people} value={userId} onValue={(of) => go({ of })} />
        )}
      </div>
      {week.error && (
        <ProblemState title="The calendar did not load" error={week.error} onRetry={week.reload} />
      )}
      {!data && !week.error && <Skeleton label="Loading the calendar" lines={8} />}
      {data && (
        <div className="week" aria-busy={week.isLoading}>
          {data.days.map((one) => (
            <CalendarDay key={one.day} of={one} week={data} />
          ))}
        </div>
      )}
    </Page>
  );
}
