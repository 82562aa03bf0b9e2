import { useEffect, useState } from 'react';
import { formatInstant } from '../../../formatting.ts';
import { useSession } from '../../../session/session-context.ts';
import type { SectionProps } from '../record-section.ts';
import { type Clock, clocksOf } from './clock-words.ts';
import './clock-section.css';

/** Minutes are shown. */
const TICK_MS = 30_000;

const BADGES: Record<Clock['state'], string> = {
  met: 'badge--positive',
  late: 'badge--danger',
  near: 'badge--warning',
  stands: '',
  running: 'badge--accent',
};

/** The clocks of a ticket: what the customer was promised, and how long that still is. */
export function ClockSection({ record }: SectionProps) {
  const { workspace } = useSession();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <section className="clocks" aria-label="Clocks">
      {clocksOf(record, now).map(({ label, state, said, at }) => (
        <div key={label} className="clocks__one">
          <h2>{label}</h2>
          <span className={`badge ${BADGES[state]}`}>{said}</span>
          {at && <p>{formatInstant(at, workspace.locale, workspace.timeZone)}</p>}
        </div>
      ))}
    </section>
  );
}
