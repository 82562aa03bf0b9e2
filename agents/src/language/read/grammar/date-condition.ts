import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { phraseAt } from '../../recognise/phrases.ts';
import { iso, pastOf, type TimeSpan } from '../../recognise/times/time-value.ts';
import { normAt, type Unit } from '../../recognise/unit.ts';

/** Fields whose dates lie behind us: "since Monday" is the last one there. */
const PAST = new Set([
  'created',
  'updated',
  'lastContacted',
  'lastActivity',
  'closed',
  'completed',
  'resolved',
  'opened',
  'stageChanged',
  'at',
]);

const BEFORE = 'before|prior to|earlier than|older than|ahead of';
const MORE_THAN = 'more than|over|at least|longer than|well over|further back than';
const LESS_THAN = 'less than|no more than|not more than|at most|under';
const UNTIL = 'by|until|till|no later than|up to|by the|not later than|through';
const SINCE = 'since|starting|beginning|as of|no earlier than|ever since';
const AFTER = 'after|later than|following|newer than';
const WITHIN = 'on|in|from|during|within|at|over|for|around|some time in|sometime|this|in the';
const BETWEEN = 'between|from';

export interface DateRange {
  conditions: Condition[];
  length: number;
}

function spanAt(units: readonly Unit[], at: number): TimeSpan | undefined {
  const time = units[at]?.time;
  return time?.kind === 'span' ? time : undefined;
}

function inside(field: string, span: TimeSpan): Condition[] {
  const { relative } = span;
  const { from, to } = PAST.has(field) ? pastOf(span) : span;
  if (relative && (PAST.has(field) || !span.past) && (relative.from || relative.to)) {
    return [
      ...(relative.from ? [{ field, op: 'gte' as const, value: relative.from }] : []),
      ...(relative.to ? [{ field, op: 'lt' as const, value: relative.to }] : []),
    ];
  }
  return [
    { field, op: 'gte', value: iso(from) },
    { field, op: 'lt', value: iso(to) },
  ];
}

/**
 * "before 15 Jan", "since March", "between Monday and Friday", "in Q4", "this week": conditions on a date field.
 *
 * @param to - where the phrase ends: "move tasks from today | to tomorrow" is no range
 */
export function dateRangeAt(
  units: readonly Unit[],
  at: number,
  field: string,
  to = units.length,
): DateRange | undefined {
  const isPast = PAST.has(field);
  const edges = (span: TimeSpan) => (isPast ? pastOf(span) : span);
  const between = phraseAt(units, at, BETWEEN);
  const first = between ? spanAt(units, at + between) : undefined;
  if (first) {
    const joint = at + between + 1;
    const second =
      joint + 1 < to && /^(and|to|until|till|-|–|through)$/.test(normAt(units, joint))
        ? spanAt(units, joint + 1)
        : undefined;
    if (second)
      return {
        conditions: [
          { field, op: 'gte', value: iso(edges(first).from) },
          { field, op: 'lt', value: iso(edges(second).to) },
        ],
        length: joint + 2 - at,
      };
  }
  const past = phraseAt(
    units,
    at,
    'in the past|past|has passed|have passed|already passed|has been and gone|been and gone|come and gone|has come and gone',
  );
  if (past > 1) return { conditions: [{ field, op: 'lt', value: 'now' }], length: past };
  const future = phraseAt(units, at, 'in the future|still ahead');
  if (future > 0) return { conditions: [{ field, op: 'gte', value: 'now' }], length: future };
  const length = units[at]?.time;
  if (length?.kind === 'length') return undefined;
  const age = phraseAt(units, at, MORE_THAN) || -phraseAt(units, at, LESS_THAN);
  const ago = age === 0 ? undefined : spanAt(units, at + Math.abs(age));
  if (ago?.relative?.from?.startsWith('now-'))
    return {
      conditions: [{ field, op: age > 0 ? 'lt' : 'gte', value: ago.relative.from }],
      length: Math.abs(age) + 1,
    };
  const kinds: Array<[string, (span: TimeSpan) => Condition[]]> = [
    // before the end of a period is all of it; before a day leaves the day out
    [BEFORE, (span) => [{ field, op: 'lt', value: iso(span.isEnd ? edges(span).to : edges(span).from) }]],
    [UNTIL, (span) => [{ field, op: 'lt', value: iso(edges(span).to) }]],
    [SINCE, (span) => [{ field, op: 'gte', value: span.relative?.from ?? iso(edges(span).from) }]],
    [AFTER, (span) => [{ field, op: 'gte', value: iso(edges(span).to) }]],
    [WITHIN, (span) => inside(field, span)],
    ['', (span) => inside(field, span)],
  ];
  for (const [phrases, make] of kinds) {
    const skip = phraseAt(units, at, phrases);
    if (phrases.length > 0 && skip === 0) continue;
    const span = spanAt(units, at + skip);
    if (span) return { conditions: make(span), length: skip + 1 };
    const old = units[at + skip]?.time;
    // "older than 30 days", "before 30 days ago"
    if (old?.kind === 'length' && phrases === BEFORE)
      return { conditions: [{ field, op: 'lt', value: `now-${old.amount}${old.unit}` }], length: skip + 1 };
    if (old?.kind === 'length' && (phrases === AFTER || phrases === WITHIN))
      return {
        conditions: [
          isPast
            ? { field, op: 'gte', value: `now-${old.amount}${old.unit}` }
            : { field, op: 'lt', value: `now+${old.amount}${old.unit}` },
        ],
        length: skip + 1,
      };
  }
  return undefined;
}

/** "tomorrow or on Friday", "in April and June": further times of the same field, any of which will do. */
export function moreRangesAt(
  units: readonly Unit[],
  at: number,
  field: string,
): { groups: Condition[][]; length: number } {
  const groups: Condition[][] = [];
  let i = at;
  for (;;) {
    const joint = phraseAt(units, i, 'or|and|,|, or|, and|or else');
    const next = joint > 0 ? dateRangeAt(units, i + joint, field) : undefined;
    if (!next) return { groups, length: i - at };
    groups.push(next.conditions);
    i += joint + next.length;
  }
}
