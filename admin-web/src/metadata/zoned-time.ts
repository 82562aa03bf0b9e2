/** How far the clock of a zone is ahead of UTC at an instant, in milliseconds. */
function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const clock = Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
  return clock - Math.floor(at / 1000) * 1000;
}

/** `2026-03-31T10:00` of an instant, on the clock of the zone. */
export function localTime(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

/** The instant of `2026-03-31T10:00` on the clock of the zone; undefined for what is no time. */
export function instantOf(local: string, timeZone: string): string | undefined {
  const clock = Date.parse(`${local}Z`);
  if (Number.isNaN(clock)) return undefined;
  // the offset may be another one than at the same clock time in UTC, where the clocks are changed in between
  const guess = clock - offsetMs(clock, timeZone);
  return new Date(clock - offsetMs(guess, timeZone)).toISOString();
}
