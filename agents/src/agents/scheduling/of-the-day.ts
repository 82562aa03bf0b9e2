import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';

const clock = () => slot({ kind: 'clock' }, z.string().regex(/^\d{2}:\d{2}$/, 'is not a time such as 14:30'));

/** Of the meetings of a day, those that begin at some time of it. */
export const timeOfDayShape = {
  after: clock().describe('Only those that begin later than that: "14:30"').optional(),
  before: clock().describe('Only those that begin earlier than that').optional(),
};

export interface TimeOfDay {
  after?: string | undefined;
  before?: string | undefined;
}

export const isOfDay = ({ after, before }: TimeOfDay): boolean => after !== undefined || before !== undefined;

/** The day that a time of day is of, where none was said. */
export function today({ now, timeZone }: ToolContext): { from: Date; to: Date } {
  const from = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  return { from: from.toJSDate(), to: from.plus({ days: 1 }).toJSDate() };
}

/** Whether something begins at that time of the day; what begins at the very minute that was named does not. */
export function beginsThen({ timeZone }: ToolContext, { after, before }: TimeOfDay, startAt: Date): boolean {
  const at = DateTime.fromJSDate(startAt, { zone: timeZone }).toFormat('HH:mm');
  return (after === undefined || at > after) && (before === undefined || at < before);
}
