import type { ToolContext } from '../tool.ts';
import { type GivenPeriod, periodInWords, periodOf } from '../tools/period.ts';

/** A time of a question about the website; where none was said, the last 30 days. */
export function spanSaid(context: ToolContext, given: GivenPeriod | undefined) {
  if (!given?.from && !given?.to) {
    const to = context.now;
    return { span: { from: new Date(to.getTime() - 30 * 86_400_000), to }, words: 'the last 30 days' };
  }
  const { from, to } = periodOf(context, given, 'month');
  return { span: { from: from.toJSDate(), to: to.toJSDate() }, words: periodInWords(context, { from, to }) };
}
