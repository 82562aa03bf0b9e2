import { Link } from 'react-router';
import { formatInstant } from '../../../formatting.ts';
import { recordPath } from '../../../metadata/record-path.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { SnoozeMenu } from '../../../ui/snooze-menu.tsx';
import type { Today, TodaysTask } from './use-today.ts';

interface Props {
  task: TodaysTask;
  mayWrite: boolean;
  snoozes: Today['snoozes'];
  onDone: () => void;
  onPutOff: (at: string) => void;
}

/** A task with what one click does: done, or put off. */
export function TodayTask({ task, mayWrite, snoozes, onDone, onPutOff }: Props) {
  const { workspace } = useSession();
  const { id, plural, title, about, dueAt } = task;
  const due = dueAt && formatInstant(dueAt, workspace.locale, workspace.timeZone);
  return (
    <li>
      <span className="today__text">
        <Link to={recordPath({ plural }, id)}>{title}</Link>{' '}
        <small>{[about, due].filter(Boolean).join(', ')}</small>
      </span>
      {mayWrite && (
        <span className="today__actions">
          <SnoozeMenu
            title={title}
            onSnooze={(until) => onPutOff(snoozes.find(({ name }) => name === until)?.at ?? until)}
          />
          <Button kind="quiet" isIcon aria-label={`Done: ${title}`} title="Done" onClick={onDone}>
            <Icon name="check" />
          </Button>
        </span>
      )}
    </li>
  );
}
