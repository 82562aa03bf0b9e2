import type { ToolContext } from '../../tool.ts';
import { type Named, namesOf } from './name-shape.ts';
import { timeIn } from './time-in-words.ts';
import { type Moment, openOf } from './time-said.ts';

/** Whom it is with; and when, where that stands among the names. */
export function whoAndWhen(context: ToolContext, said: Named): { who?: string; span?: Moment } {
  const names = namesOf(said);
  if (names === undefined) return {};
  const { text, span } = timeIn(context, names);
  return { ...(text && { who: text }), ...(span && { span: openOf(span) }) };
}
