import type { Catalogue } from '../../catalogue.ts';
import { decisionIn } from '../../conversation/decision-words.ts';
import { commandOf } from '../decide/plan.ts';
import type { LanguageContext, Understanding } from '../language-context.ts';

const STOP = /\b(?:stop|abort|halt)\b/i;

/** "Stop it!", said of what can be stopped (`stops` of a tool): anything else is left at that. */
export function stopped(
  text: string,
  { focus }: LanguageContext,
  catalogue: Catalogue,
): Understanding | undefined {
  const [last] = focus;
  if (!last || !STOP.test(text) || decisionIn(text)?.decision !== 'reject') return undefined;
  const found = [...catalogue.tools].find(({ tool }) => tool.stops?.entity === last.entity)?.tool;
  if (!found?.stops) return undefined;
  const draft = { tool: found.name, args: { ...found.stops.args }, confidence: 0.93 };
  const command = commandOf(draft as never, text, catalogue);
  return { kind: 'commands', commands: [{ ...command, isAccounted: true }], complexity: 0.1 };
}
