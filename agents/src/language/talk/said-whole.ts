import type { Catalogue } from '../../catalogue.ts';
import { isOptional, slotOf } from '../../slot.ts';
import type { Tool } from '../../tool.ts';
import { commandOf } from '../decide/plan.ts';
import type { LanguageContext, Understanding } from '../language-context.ts';
import { likeliestByWords } from '../route/likeliest.ts';

/** So sure must be what is said; of the record that was spoken of last, less. */
const LEAST = 0.6;
const LEAST_OF_FOCUS = 0.3;
const CONFIDENCE = 0.93;
/** Longer, it is a paste. */
const LONGEST = 2_000;

/**
 * What is said as a whole, whatever orders stand in it: "when a deal is won, create a task and tell Lena" orders nothing
 * now. For tools that take such a text (`whole`); one that changes a record takes what was spoken of last.
 */
export function saidWhole(
  text: string,
  { focus }: LanguageContext,
  catalogue: Catalogue,
): Understanding | undefined {
  if (text.length > LONGEST || /\?\s*$/.test(text)) return undefined;
  const [choice] = likeliestByWords(text, catalogue);
  const tool = choice && catalogue.tool(choice.tool)?.tool;
  const name = tool && wholeOf(tool);
  if (!choice || !tool || !name) return undefined;
  const needed = recordOf(tool);
  const [last] = focus;
  const isOfFocus = needed !== undefined && last?.entity === tool.entity;
  if (needed && !isOfFocus) return undefined;
  if (choice.probability < (isOfFocus ? LEAST_OF_FOCUS : LEAST)) return undefined;
  const draft = {
    tool: tool.name,
    args: { [name]: text.trim(), ...(needed && last && { [needed]: last.id }) },
    confidence: CONFIDENCE,
  };
  const command = commandOf(draft as never, text, catalogue);
  return { kind: 'commands', commands: [{ ...command, isAccounted: true }], complexity: 0.1 };
}

const wholeOf = (tool: Tool): string | undefined =>
  Object.entries(tool.input.shape).find(([, type]) => slotOf(type as never)?.kind === 'whole')?.[0];

/** The argument that names the record of its kind, where it cannot do without. */
const recordOf = (tool: Tool): string | undefined =>
  Object.entries(tool.input.shape).find(([, type]) => {
    const slot = slotOf(type as never);
    return slot?.kind === 'record' && slot.entity === tool.entity && !isOptional(type as never);
  })?.[0];
