/** Days off that follow one another, both included. */
export interface DayRange {
  first: string;
  last: string;
}

const DAY_MS = 86_400_000;
const after = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** Days put together where they follow one another, in order. */
export function rangesOf(days: readonly string[]): DayRange[] {
  const ranges: DayRange[] = [];
  for (const day of [...new Set(days)].sort()) {
    const range = ranges.at(-1);
    if (range && after(range.last) === day) range.last = day;
    else ranges.push({ first: day, last: day });
  }
  return ranges;
}

/** Every day of a range; none where it ends before it begins. */
export function daysOf({ first, last }: DayRange): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = after(day)) days.push(day);
  return days;
}
