import { type Calendar, startOfPeriod } from '@clianta/crm-core/entity/calendar';
import { DateTime } from 'luxon';
import type { Token } from '../../text/token.ts';
import { ordinalWords } from './calendar-words.ts';
import type { period } from './periods.ts';
import type { TimeMatch } from './time-value.ts';

/** Weeks that a month may touch. */
const MOST_WEEKS = 6;

interface Stretch {
  from: DateTime;
  to: DateTime;
}

/** "the second week of December", "first week of next month": a calendar week, cut off where the month ends. */
export function weekOfMonth(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
  monthAt: typeof period,
): TimeMatch | undefined {
  const i = tokens[at]?.norm === 'the' ? at + 1 : at;
  const { kind, norm = '', value } = tokens[i] ?? {};
  const number = kind === 'ordinal' ? value : ordinalWords.get(norm);
  const isWeek = tokens[i + 1]?.norm === 'week' && /^(of|in)$/.test(tokens[i + 2]?.norm ?? '');
  if (!number || number > MOST_WEEKS || !isWeek) return undefined;
  const month = monthAt(tokens, i + 3, now, calendar);
  const whole = month?.value;
  if (!month || whole?.kind !== 'span' || !isMonth(whole)) return undefined;
  const chosen = weekIn(whole, number, calendar);
  if (chosen.from >= whole.to) return undefined;
  const past = whole.past && weekIn(whole.past, number, calendar);
  return {
    length: i + 3 + month.length - at,
    value: { kind: 'span', ...chosen, hasTime: false, ...(past && { past }) },
  };
}

const isMonth = ({ from, to }: Stretch) => from.plus({ months: 1 }).toMillis() === to.toMillis();

function weekIn({ from, to }: Stretch, number: number, calendar: Calendar): Stretch {
  const start =
    number < 0
      ? startOfPeriod(to.minus({ days: 1 }), 'week', calendar)
      : startOfPeriod(from, 'week', calendar).plus({ weeks: number - 1 });
  return { from: DateTime.max(start, from), to: DateTime.min(start.plus({ weeks: 1 }), to) };
}
