import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';

const HOUR = 60;
const DAY_MIN = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { min: 1, h: HOUR, d: DAY_MIN };

/** How long something lasts, as people say it: a number of minutes, or a stretch of time. */
export const lengthShape = {
  minutes: z.number().int().min(5).max(1_440).optional().describe('How long, in minutes'),
  length: slot({ kind: 'length', units: ['h', 'd'] }, z.string())
    .optional()
    .describe('The same as "now-1h"; prefer minutes'),
};

/** "an hour" is said as `now-1h`. @throws InvalidError for what is no length */
export function minutesSaid({
  minutes,
  length,
}: {
  minutes?: number | undefined;
  length?: string | undefined;
}): number | undefined {
  if (minutes !== undefined || length === undefined) return minutes;
  const [, amount, unit = ''] = /^now-(\d+(?:\.\d+)?)(min|h|d)$/.exec(length) ?? [];
  const found = Math.round(Number(amount) * (UNITS[unit] ?? Number.NaN));
  if (found >= 5 && found <= DAY_MIN) return found;
  throw new InvalidError(`“${length}” is no length of a meeting. Say it such as “45 minutes” or “2 hours”.`);
}

/** A time or a period to come, as it was said. */
export const whenShape = slot(
  { kind: 'span' },
  z.object({ from: z.string(), to: z.string().optional() }),
).describe(
  'ISO 8601 with offset. A time: from its beginning to its end. A day or a week: from its first midnight',
);
export type When = z.output<typeof whenShape>;

/** When something is to be: at a time, or somewhere within days. */
export interface Moment {
  from: Date;
  to: Date;
  /** Whole days were said: the time is still open. */
  isOpen: boolean;
}

/** Of what lasts so long or longer, only days were said. */
const OPEN_MIN = 22 * HOUR;

/** @throws InvalidError for what is no time */
export function momentSaid(context: ToolContext, when: When): Moment {
  const from = instant(context, when.from);
  const to = when.to === undefined ? new Date(from.getTime() + HOUR * 60_000) : instant(context, when.to);
  if (to <= from) throw new InvalidError('It ends before it begins.');
  return openOf({ from, to });
}

/** Whether it is a time, or days within which one is still to be found. */
export const openOf = ({ from, to }: { from: Date; to: Date }): Moment => ({
  from,
  to,
  isOpen: to.getTime() - from.getTime() >= OPEN_MIN * 60_000,
});

function instant(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (at) return at;
  throw new InvalidError(`“${text}” is not a time I understand. Try “Friday at 10”.`);
}

/** "11 her time": what was said on the speaker's clock, on another one. */
export function onClockOf(at: Date, said: string, other: string): Date {
  return DateTime.fromJSDate(at, { zone: said }).setZone(other, { keepLocalTime: true }).toJSDate();
}
