import type { Snooze } from '@clianta/crm-core/conversations/notice/snooze.schema';
import { useId, useState } from 'react';
import { Button } from './button.tsx';
import { ConsoleIcon } from './console-icon.tsx';
import { Menu } from './menu.tsx';
import './snooze-menu.css';

const USUAL = [
  ['tonight', 'Tonight, 19:00'],
  ['tomorrow', 'Tomorrow, 9:00'],
  ['monday', 'Monday, 9:00'],
] as const;

/** Until when something is put off: one of the usual times, or a date of one's own. */
export function SnoozeMenu({ title, onSnooze }: { title: string; onSnooze: (until: Snooze) => void }) {
  const [date, setDate] = useState('');
  const id = useId();
  return (
    <div className="snooze">
      <Menu
        className="button button--quiet button--icon"
        button={
          <>
            <ConsoleIcon name="clock" />
            <span className="visually-hidden">Snooze: {title}</span>
          </>
        }
      >
        {(close) => {
          const choose = (until: Snooze) => {
            close();
            onSnooze(until);
          };
          return (
            <>
              {USUAL.map(([until, label]) => (
                <Button key={until} onClick={() => choose(until)}>
                  {label}
                </Button>
              ))}
              <form
                className="snooze__date"
                onSubmit={(event) => {
                  event.preventDefault();
                  choose(new Date(date).toISOString());
                }}
              >
                <label htmlFor={id}>Or at</label>
                <input
                  id={id}
                  className="input"
                  type="datetime-local"
                  required
                  value={date}
                  onChange={(event) => setDate(event.currentTarget.value)}
                />
                <Button type="submit">Snooze</Button>
              </form>
            </>
          );
        }}
      </Menu>
    </div>
  );
}
