import type { CalendarDays, CalendarEntry } from '@clianta/crm-core/calendar/calendar-days.schema';
import { Link } from 'react-router';
import { recordPath } from '../../metadata/record-path.ts';
import { useSession } from '../../session/session-context.ts';
import { dayName, entryTime } from './entry-time.ts';

const MEETINGS = { plural: 'calendar-events' };
/** More names are counted. */
const MOST_NAMES = 2;

interface Props {
  of: CalendarDays['days'][number];
  week: Pick<CalendarDays, 'today' | 'timeZone'>;
}

/** A day, with what is on from morning to night. */
export function CalendarDay({ of: { day, isOff, entries }, week: { today, timeZone } }: Props) {
  const { workspace } = useSession();
  const { locale } = workspace;
  const isToday = day === today;
  const name = dayName(day, locale);
  return (
    <section className={`week__day ${isToday ? 'is-today' : ''}`} aria-label={name}>
      <h3 aria-current={isToday ? 'date' : undefined}>
        {name}
        {isToday && <span className="badge badge--accent">Today</span>}
        {isOff && <span className="badge">Day off</span>}
      </h3>
      {entries.length === 0 ? (
        <p className="week__none">No meetings</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <li key={`${entry.id ?? 'busy'} ${entry.startAt}`}>
              <Entry entry={entry} time={entryTime(entry, day, { locale, timeZone })} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry({ entry, time }: { entry: CalendarEntry; time: string }) {
  const { id, title, location, isTentative, isDeclined } = entry;
  const body = (
    <>
      <span className="meeting-entry__time">{time}</span>
      <span className="meeting-entry__title">{title}</span>
      {entry.with.length > 0 && <span className="meeting-entry__aside">{namesOf(entry.with)}</span>}
      {location && <span className="meeting-entry__aside">{location}</span>}
      {isTentative && <span className="badge badge--warning">Not confirmed</span>}
      {isDeclined && <span className="badge">Declined</span>}
    </>
  );
  if (!id) return <div className="meeting-entry is-busy">{body}</div>;
  return (
    <Link className={`meeting-entry ${isDeclined ? 'is-declined' : ''}`} to={recordPath(MEETINGS, id)}>
      {body}
    </Link>
  );
}

function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `With ${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
