import type { TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import type { ToolContext } from '../tool.ts';

/**
 * What there is of a period. Of one to come that has nothing, the same one a year before is meant: "did we hit Q3" is said in
 * November too.
 */
export async function ofMeantSpan<T>(
  { now }: ToolContext,
  span: TimeSpan,
  read: (span: TimeSpan) => Promise<T[]>,
): Promise<{ span: TimeSpan; found: T[] }> {
  const found = await read(span);
  if (found.length > 0 || span.from.toJSDate() <= now) return { span, found };
  const before = { from: span.from.minus({ years: 1 }), to: span.to.minus({ years: 1 }) };
  const earlier = await read(before);
  return earlier.length > 0 ? { span: before, found: earlier } : { span, found };
}
