import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Icon } from '../../ui/icon.tsx';

/** A stretch of a weekday, 1 for Monday; `24:00` is the end of the day. */
export interface Span {
  day: number;
  from: string;
  to: string;
}

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
export const OFFICE: readonly Span[] = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

/** 2024 began on a Monday. */
const dayName = (day: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

/** A clock ends its day with the first minute of the next. */
const asClock = (time: string) => (time === '24:00' ? '00:00' : time);
const asEnd = (time: string) => (time === '00:00' ? '24:00' : time);

/** Stretches of time that follow one another: an hour after the last one. */
function another(day: number, own: readonly Span[]): Span {
  const last = Number(own.at(-1)?.to.slice(0, 2) ?? 8);
  if (last > 21) return { day, from: '09:00', to: '17:00' };
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return { day, from: clock(last + 1), to: own.length > 0 ? clock(last + 3) : '17:00' };
}

interface Props {
  spans: readonly Span[];
  /** "end before they begin" */
  error?: string | undefined;
  onSpans: (spans: Span[]) => void;
}

/** The hours of a week: for each day none, one or several stretches. */
export function WeeklyHours({ spans, error, onSpans }: Props) {
  const { workspace } = useSession();
  const change = (at: number, patch: Partial<Span>) =>
    onSpans(spans.map((one, index) => (index === at ? { ...one, ...patch } : one)));
  return (
    <fieldset className="hours">
      <legend className="visually-hidden">Hours of the week</legend>
      {error && (
        <p className="field__error" role="alert">
          <Icon name="alert" size={14} /> Hours {error}.
        </p>
      )}
      {WEEK.map((day) => {
        const name = dayName(day, workspace.locale);
        const own = spans.flatMap((span, at) => (span.day === day ? [{ span, at }] : []));
        return (
          // biome-ignore lint/a11y/useSemanticElements: it stands within a fieldset, as a row of it
          <div key={day} className="hours__day" role="group" aria-label={name}>
            <span className="hours__name">{name}</span>
            <div className="hours__spans">
              {own.length === 0 && <span className="hours__none">None</span>}
              {own.map(({ span, at }, index) => (
                <div key={at} className="hours__span">
                  <input
                    type="time"
                    className="input"
                    required
                    aria-label={`${name} from${own.length > 1 ? `, ${index + 1}` : ''}`}
                    value={span.from}
                    onChange={(event) => change(at, { from: event.currentTarget.value })}
                  />
                  <span aria-hidden="true">–</span>
                  <input
                    type="time"
                    className="input"
                    required
                    aria-label={`${name} to${own.length > 1 ? `, ${index + 1}` : ''}`}
                    value={asClock(span.to)}
                    onChange={(event) => change(at, { to: asEnd(event.currentTarget.value) })}
                  />
                  <Button
                    kind="quiet"
                    isIcon
                    aria-label={`Remove these hours of ${name}`}
                    onClick={() => onSpans(spans.filter((_, other) => other !== at))}
                  >
                    <ConsoleIcon name="trash" />
                  </Button>
                </div>
              ))}
            </div>
            <Button
              kind="quiet"
              isIcon
              aria-label={`Add hours on ${name}`}
              onClick={() =>
                onSpans([
                  ...spans,
                  another(
                    day,
                    own.map(({ span }) => span),
                  ),
                ])
              }
            >
              <Icon name="plus" />
            </Button>
          </div>
        );
      })}
    </fieldset>
  );
}
