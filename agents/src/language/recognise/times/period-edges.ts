import type { Calendar } from '@clianta/crm-core/entity/calendar';
import type { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import type { Token } from '../../text/token.ts';
import { units } from './calendar-words.ts';
import type { TimeMatch, TimeSpan } from './time-value.ts';
import { dayAt, type Period, type ReadPeriod, shiftOf, whole } from './whole-period.ts';

const SHORT_ENDS: Readonly<Record<string, Period>> = lookup({
  eod: 'day',
  eow: 'week',
  eom: 'month',
  eoq: 'quarter',
  eoy: 'year',
});

/** "end of next month", "start of Q3", "mid March", "EOM", "quarter end", "the rest of the year"; `period` reads the period itself. */
export function edgeAt(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
  period: ReadPeriod,
): TimeMatch | undefined {
  const short = SHORT_ENDS[tokens[at]?.norm ?? ''];
  if (short) return { length: 1, value: edgeOf(whole(now, short, calendar), 'end', now) };
  const noun = units.get(tokens[at]?.norm ?? '');
  if (noun && noun !== 'minute' && noun !== 'hour' && tokens[at + 1]?.norm === 'end')
    return { length: 2, value: edgeOf(whole(now, noun, calendar), 'end', now) };
  const over = isOver(tokens, at, now, calendar);
  if (over) return over;
  let i = at;
  if (tokens[i]?.norm === 'the') i++;
  const which = tokens[i]?.norm ?? '';
  if (!/^(end|start|beginning|middle|mid|late|early|rest|close|remainder|first|second)$/.test(which))
    return undefined;
  i++;
  if (/^(first|second)$/.test(which)) {
    if (tokens[i]?.norm !== 'half') return undefined;
    i++;
  }
  const hasOf = tokens[i]?.norm === 'of';
  if (hasOf) i++;
  if (!hasOf && !/^(mid|late|early|end)$/.test(which)) return undefined;
  const inner = period(tokens, i, now, calendar);
  if (inner?.value.kind === 'span')
    return { length: i + inner.length - at, value: edgeOf(inner.value, which, now) };
  if (['the', 'this', 'a'].includes(tokens[i]?.norm ?? '')) i++;
  const unit = units.get(tokens[i]?.norm ?? '');
  if (!unit || unit === 'minute' || unit === 'hour') return undefined;
  return { length: i + 1 - at, value: edgeOf(whole(now, unit, calendar), which, now) };
}

/** "the year is out", "the quarter ends", "this month is over": the end, said in a clause. */
function isOver(
  tokens: readonly Token[],
  at: number,
  now: DateTime,
  calendar: Calendar,
): TimeMatch | undefined {
  const shift = shiftOf(tokens[at]?.norm ?? '') ?? (tokens[at]?.norm === 'the' ? 0 : undefined);
  const unit = units.get(tokens[at + 1]?.norm ?? '');
  if (shift === undefined || !unit || unit === 'minute' || unit === 'hour') return undefined;
  const said = [2, 3].map((place) => tokens[at + place]?.norm).join(' ');
  const length = /^(ends|finishes|closes)\b/.test(said) ? 3 : /^is (over|out|up|done)$/.test(said) ? 4 : 0;
  const span = whole(now.plus({ [`${unit}s`]: shift }), unit, calendar);
  return length > 0 ? { length, value: edgeOf(span, 'end', now) } : undefined;
}

function edgeOf(span: TimeSpan, which: string, now: DateTime): TimeSpan {
  const days = span.to.diff(span.from, 'days').days;
  if (/^(rest|remainder)$/.test(which)) return { kind: 'span', from: now, to: span.to, hasTime: false };
  if (/^(end|close)$/.test(which)) {
    const isWeek = Math.round(days) === 7;
    return days <= 1.2
      ? { ...span, from: span.from.set({ hour: 17 }), hasTime: true }
      : {
          ...dayAt(span.to.minus({ days: isWeek ? 3 : 1 })),
          isEnd: true,
          ...(span.past && { past: dayAt(span.past.to.minus({ days: 1 })) }),
        };
  }
  if (/^(start|beginning)$/.test(which))
    return { ...dayAt(span.from), ...(span.past && { past: dayAt(span.past.from) }) };
  const half = Math.floor(days / 2);
  if (which === 'first') return { ...span, to: span.from.plus({ days: half }) };
  if (which === 'second') return { ...span, from: span.from.plus({ days: half }) };
  const third = Math.floor(days / 3);
  if (which === 'early') return { ...span, to: span.from.plus({ days: third }) };
  if (which === 'late') return { ...span, from: span.to.minus({ days: third }) };
  return dayAt(span.from.plus({ days: Math.floor(days / 2) }));
}
