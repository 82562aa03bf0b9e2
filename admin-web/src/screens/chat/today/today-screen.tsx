import { Link } from 'react-router';
import { Welcome } from '../../../chat/welcome.tsx';
import { formatDay, formatInstant, formatMoney } from '../../../formatting.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/states.tsx';
import { problemText } from '../../../ui/use-submit.ts';
import { FirstSteps } from './first-steps.tsx';
import { TodaySection } from './today-section.tsx';
import { TodayTask } from './today-task.tsx';
import { useToday } from './use-today.ts';
import './today.css';
import { recordPath } from '../../../metadata/record-path.ts';

interface Props {
  /** What can be said when there are no records to speak of. */
  examples: readonly string[];
  onPick: (text: string) => void;
}

const CHANGES: Record<string, string> = {
  created: 'added',
  updated: 'changed',
  deleted: 'deleted',
  restored: 'restored',
};

/** The beginning of a conversation: the person's day, and what they could say about it. */
export function TodayScreen({ examples, onPick }: Props) {
  const { session, workspace } = useSession();
  const { today, error, problem, reload, complete, putOff } = useToday();
  const when = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  const prompts = today ? (today.prompts.length > 0 ? today.prompts : today.mayWrite ? examples : []) : [];
  const task = (one: NonNullable<typeof today>['overdue']['items'][number]) => (
    <TodayTask
      key={one.id}
      task={one}
      mayWrite={today?.mayWrite ?? false}
      snoozes={today?.snoozes ?? []}
      onDone={() => void complete(one)}
      onPutOff={(at) => void putOff(one, at, when(at))}
    />
  );
  return (
    <Welcome name={session.user.name} prompts={today?.isEmpty ? [] : prompts} onPick={onPick}>
      {error && (
        <Notice kind="warning">
          Your day did not load. {problemText(error)} <Button onClick={reload}>Try again</Button>
        </Notice>
      )}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {today?.isEmpty && <FirstSteps mayWrite={today.mayWrite} onPick={onPick} />}
      {today && (
        <div className="today">
          <TodaySection title="Waits for your approval" count={today.approvals.length}>
            {today.approvals.map(({ id, title, expiresAt }) => (
              <li key={id}>
                <span className="today__text">
                  {title} <small>until {when(expiresAt)}</small>
                </span>
                <Button onClick={() => onPick('/approvals')}>
                  Decide<span className="visually-hidden">: {title}</span>
                </Button>
              </li>
            ))}
          </TodaySection>
          <TodaySection
            title="Overdue"
            count={today.overdue.count}
            more="Show my overdue tasks"
            onMore={onPick}
          >
            {today.overdue.items.map(task)}
          </TodaySection>
          <TodaySection
            title="Due today"
            count={today.due.count}
            more="Show my tasks for today"
            onMore={onPick}
          >
            {today.due.items.map(task)}
          </TodaySection>
          <TodaySection
            title="Deals past their close date"
            count={today.slipped.count}
            more="Show my open deals that should have closed by today"
            onMore={onPick}
          >
            {today.slipped.items.map((deal) => (
              <li key={deal.id}>
                <span className="today__text">
                  <Link to={recordPath(deal, deal.id)}>{deal.title}</Link>{' '}
                  <small>
                    {[
                      deal.about,
                      deal.amountMinor !== undefined &&
                        formatMoney(deal.amountMinor, deal.currency ?? workspace.currency, workspace.locale),
                      deal.expectedCloseAt &&
                        `was to close ${formatDay(deal.expectedCloseAt, workspace.locale)}`,
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </small>
                </span>
              </li>
            ))}
          </TodaySection>
          {today.news && (
            <TodaySection
              title={`New since ${when(today.news.since)}`}
              count={today.news.count}
              more="What did I miss?"
              onMore={onPick}
            >
              {today.news.items.map(({ id, plural, title, change, by }) => (
                <li key={id}>
                  <span className="today__text">
                    {by} {CHANGES[change] ?? change}{' '}
                    {change === 'deleted' ? title : <Link to={recordPath({ plural }, id)}>{title}</Link>}
                  </span>
                </li>
              ))}
            </TodaySection>
          )}
        </div>
      )}
    </Welcome>
  );
}
