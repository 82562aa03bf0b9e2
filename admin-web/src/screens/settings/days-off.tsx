import { useState } from 'react';
import { formatDay } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { daysOf, rangesOf } from './day-ranges.ts';

interface Props {
  title: string;
  days: readonly string[];
  onDays: (days: string[]) => void;
}

/** Days on which nobody is met, a holiday at a time. */
export function DaysOff({ title, days, onDays }: Props) {
  const { workspace } = useSession();
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const added = first ? daysOf({ first, last: last || first }) : [];
  const add = () => {
    onDays([...new Set([...days, ...added])].sort());
    setFirst('');
    setLast('');
  };
  return (
    <section aria-label={title} className="days-off">
      <h3>{title}</h3>
      {days.length === 0 && <p className="hours__none">None</p>}
      <ul className="rows">
        {rangesOf(days).map((range) => {
          const from = formatDay(range.first, workspace.locale);
          const said =
            range.first === range.last ? from : `${from} to ${formatDay(range.last, workspace.locale)}`;
          return (
            <li key={range.first} className="rows__row">
              <span className="rows__text">{said}</span>
              <Button
                kind="quiet"
                isIcon
                aria-label={`Remove ${said}`}
                onClick={() => onDays(days.filter((day) => day < range.first || day > range.last))}
              >
                <ConsoleIcon name="trash" />
              </Button>
            </li>
          );
        })}
      </ul>
      <div className="days-off__add">
        <TextField label="First day" type="date" value={first} onValue={setFirst} />
        <TextField
          label="Last day"
          type="date"
          min={first}
          hint="Empty: the one day."
          value={last}
          onValue={setLast}
        />
        <Button disabled={added.length === 0} onClick={add}>
          <Icon name="plus" /> Add days
        </Button>
      </div>
    </section>
  );
}
