import type { MeetingScheduler } from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import type { CreateInputOf } from '@clianta/crm-core/entity/define-entity';

/** What is said of a booking link, as it is stored. */
export type Rules = Partial<
  Pick<
    CreateInputOf<typeof MeetingScheduler>,
    | 'minutes'
    | 'hours'
    | 'bufferBeforeMin'
    | 'bufferAfterMin'
    | 'noticeMin'
    | 'horizonDays'
    | 'perDay'
    | 'perWeek'
    | 'mode'
    | 'needsConfirmation'
  >
>;
type Span = { day: number; from: string; to: string };

const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const NUMBER = `(\\d+|an?|half an?|${NUMBERS.join('|')})`;
const DAY = '(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?|mon|tue|wed|thu|fri|sat|sun|weekends?|weekdays?';
const DAYS = `(?:${DAY})(?:\\s*(?:,|and|or|&)\\s*(?:${DAY}))*`;
const CLOCK = '(\\d{1,2}(?::\\d{2})?\\s*(?:am|pm)?|noon|midday)';
const OFFICE: readonly Span[] = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

/**
 * Rules of a booking link in words: "four a day, not Mondays, 15 minutes between, afternoons only".
 *
 * @param usual - the hours that days and times narrow down
 * @returns the rules, and the words that are none
 */
export function readRules(text: string, usual: readonly Span[] = OFFICE): { rules: Rules; left: string } {
  let left = ` ${text.toLowerCase().replace(/[’']s\b/g, '')} `;
  const rules: Rules = {};
  let days: ReadonlySet<number> | undefined;
  let window: [string, string] | undefined;
  const take = (pattern: string, use: (found: RegExpExecArray) => void) => {
    const found = new RegExp(`(?<![a-z0-9])${pattern}(?![a-z0-9])`, 'i').exec(left);
    if (!found) return;
    use(found);
    left = `${left.slice(0, found.index)} ${left.slice(found.index + found[0].length)}`;
  };
  take(
    `${NUMBER}\\s*(?:(?:bookings?|meetings?|calls?|slots?|appointments?)\\s*)?(?:a|per|each|every) day`,
    ([, n]) => {
      rules.perDay = count(n);
    },
  );
  take(
    `${NUMBER}\\s*(?:(?:bookings?|meetings?|calls?|slots?|appointments?)\\s*)?(?:a|per|each|every) week`,
    ([, n]) => {
      rules.perWeek = count(n);
    },
  );
  take(`${NUMBER}[ -]?(minutes?|mins?|hours?|days?)(?:['’]s?)?\\s*(?:of\\s*)?notice`, ([, n, unit = '']) => {
    rules.noticeMin = count(n) * minutesIn(unit);
  });
  take(`(?:up to )?${NUMBER}[ -]?(days?|weeks?) (?:ahead|in advance)`, ([, n, unit = '']) => {
    rules.horizonDays = count(n) * (unit.startsWith('week') ? 7 : 1);
  });
  const buffer = '(?:buffers?|breaks?|pauses?|free|between|before|after)';
  take(
    `(?:a )?${NUMBER}[ -]?(minutes?|mins?|hours?)\\s*(?:of )?(${buffer}(?: time)?(?:\\s*(?:before|after|between))?)(?:\\s*(?:each|the|every)?\\s*(?:bookings?|meetings?|calls?|them))?`,
    ([, n, unit = '', what = '']) => {
      const minutes = count(n) * minutesIn(unit);
      if (!what.includes('after')) rules.bufferBeforeMin = minutes;
      if (!what.includes('before')) rules.bufferAfterMin = minutes;
    },
  );
  take(`(?:a )?buffer (?:of |to )?(?:before |after )?${NUMBER}[ -]?(minutes?|mins?)`, ([, n, unit = '']) => {
    rules.bufferBeforeMin = count(n) * minutesIn(unit);
    rules.bufferAfterMin = rules.bufferBeforeMin;
  });
  take(`${NUMBER}(?: minutes?)? (?:or|and) ${NUMBER}[ -]?(?:minutes?|mins?)(?: long)?`, ([, one, other]) => {
    rules.minutes = [count(one), count(other)];
  });
  take(`(?:for )?${NUMBER}[ -]?(minutes?|mins?|hours?)(?: long)?`, ([, n, unit = '']) => {
    rules.minutes ??= [n?.startsWith('half') ? 30 : count(n) * minutesIn(unit)];
  });
  take(
    `(?:not|no|never|except|but not|without)(?: (?:bookings?|meetings?|calls?))?(?: on)? (${DAYS})`,
    ([, said = '']) => {
      const out = daysIn(said);
      days = new Set([...new Set(usual.map(({ day }) => day))].filter((day) => !out.has(day)));
    },
  );
  take(`(?:only )?(?:on )?(${DAY}) (?:to|until|till|-) (${DAY})(?: only)?`, ([, first = '', last = '']) => {
    const [from, to] = [[...daysIn(first)][0] ?? 1, [...daysIn(last)][0] ?? 7];
    days = new Set(
      [1, 2, 3, 4, 5, 6, 7].filter((day) =>
        from <= to ? day >= from && day <= to : day >= from || day <= to,
      ),
    );
  });
  take(`(?:only )?(?:on )?(${DAYS})(?: only)?`, ([, said = '']) => {
    days = daysIn(said);
  });
  take(`(?:from |between )?${CLOCK}\\s*(?:to|until|till|and|-|–)\\s*${CLOCK}`, ([, from = '', to = '']) => {
    window = [clock(from, false), clock(to, true)];
  });
  take(`(?:not )?before ${CLOCK}`, ([, from = '']) => {
    window = [clock(from, false), '24:00'];
  });
  take(`(?:not )?after ${CLOCK}`, ([, to = '']) => {
    window = ['00:00', clock(to, true)];
  });
  take('(?:only )?(?:in the |the )?afternoons?(?: only)?', () => {
    window = ['12:00', '24:00'];
  });
  take('(?:only )?(?:in the |the )?mornings?(?: only)?', () => {
    window = ['00:00', '12:00'];
  });
  take('round[ -]robin|in turn|by turns', () => {
    rules.mode = 'round_robin';
  });
  take('all of (?:us|them)|(?:with )?everybody together', () => {
    rules.mode = 'all';
  });
  take('(?:i|we) (?:confirm|approve)(?: (?:them|each|it))?|with confirmation|after confirmation', () => {
    rules.needsConfirmation = true;
  });
  const narrowed = days ?? window;
  if (narrowed) rules.hours = hoursOf(usual, days, window);
  const rest = left
    .replace(
      /(?<![a-z])(?:at most|maximum(?: of)?|max|up to|at least|a|an|the|and|of|for|with|please|on|each|meetings?|calls?|bookings?|set|my|day|any|or|to|them|people|can|book)(?![a-z])/g,
      ' ',
    )
    .replace(/[\s,.;:!?]+/g, ' ')
    .trim();
  return { rules, left: rest };
}

/** The usual hours on these days, cut to a time of day; a day that has none gets office hours. */
function hoursOf(
  usual: readonly Span[],
  days: ReadonlySet<number> | undefined,
  window: [string, string] | undefined,
): Span[] {
  const wanted = days ?? new Set(usual.map(({ day }) => day));
  return [...wanted].sort().flatMap((day) => {
    const own = usual.filter((span) => span.day === day);
    const base = own.length > 0 ? own : [{ day, from: '09:00', to: '17:00' }];
    if (!window) return base;
    const [from, to] = window;
    // a time of day that is said whole is meant whole
    if (from !== '00:00' && to !== '24:00') return [{ day, from, to }];
    return base.flatMap((span) => {
      const [begin = from] = [span.from, from].sort().reverse();
      const [end = to] = [span.to, to].sort();
      return begin < end ? [{ day, from: begin, to: end }] : [];
    });
  });
}

function count(said: string | undefined): number {
  if (said === undefined || /^an?$/.test(said)) return 1;
  if (said.startsWith('half')) return 0.5;
  return /^\d+$/.test(said) ? Number(said) : NUMBERS.indexOf(said);
}

const minutesIn = (unit: string): number => (unit.startsWith('h') ? 60 : unit.startsWith('d') ? 1_440 : 1);

function daysIn(said: string): Set<number> {
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const found = new Set<number>();
  for (const [word] of said.matchAll(/[a-z]+/g)) {
    if (word.startsWith('weekend')) for (const day of [6, 7]) found.add(day);
    else if (word.startsWith('weekday')) for (const day of [1, 2, 3, 4, 5]) found.add(day);
    else if (names.includes(word.slice(0, 3))) found.add(names.indexOf(word.slice(0, 3)) + 1);
  }
  return found;
}

/** "9 to 4" ends at 16:00. */
function clock(said: string, isEnd: boolean): string {
  if (/noon|midday/.test(said)) return '12:00';
  const [, hours = '0', minutes = '00', half] = /^(\d{1,2})(?::(\d{2}))?\s*(am|pm)?$/.exec(said.trim()) ?? [];
  const hour = Number(hours);
  const isLate = half === 'pm' || (!half && (isEnd ? hour < 8 : hour < 6) && hour > 0);
  return `${String((hour % 12) + (isLate || (hour === 12 && half !== 'am') ? 12 : hour > 12 ? 12 : 0)).padStart(2, '0')}:${minutes}`;
}
