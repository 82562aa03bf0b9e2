import { DateTime } from 'luxon';
import { readTimes } from '../../language/recognise/times/read-times.ts';
import { tokenise } from '../../language/text/tokenise.ts';
import type { ToolContext } from '../../tool.ts';

/** A time that stands in words of something else: "Omar on March 23 at 4 pm" is Omar, and when. */
export function timeIn(
  { now, timeZone, calendar }: Pick<ToolContext, 'now' | 'timeZone' | 'calendar'>,
  text: string,
): { text: string; span?: { from: Date; to: Date } } {
  const tokens = tokenise(text);
  const found = readTimes(tokens, DateTime.fromJSDate(now, { zone: timeZone }), calendar).find(
    ({ value }) => value.kind === 'span',
  );
  if (found?.value.kind !== 'span') return { text };
  const [first, last] = [tokens[found.at], tokens[found.at + found.length - 1]];
  const before = text.slice(0, first?.start ?? 0).replace(/(?:\s|,|\b(?:on|at|for|every|from))*$/i, '');
  const after = text.slice(last?.end ?? text.length).replace(/^[’']s\b/, '');
  const { from, to } = found.value;
  return { text: `${before} ${after}`.trim(), span: { from: from.toJSDate(), to: to.toJSDate() } };
}
