import type { Catalogue } from '../../catalogue.ts';
import { slotOf } from '../../slot.ts';
import type { Tool } from '../../tool.ts';
import { commandOf } from '../decide/plan.ts';
import type { Understanding } from '../language-context.ts';
import { likeliestByWords } from '../route/likeliest.ts';

/** What is said of a text before it: "here is her signature:". Longer, and it is text itself. */
const HEAD = /^\s*([^\n:]{4,100}?)\s*(?::[ \t]*\n?|\n|\s--\s)(?=\s*\S)/;
/** So sure must be what it is handed over for, and what is asked for with it. */
const LEAST = 0.6;
const CONFIDENCE = 0.93;

/**
 * A text that is handed over with a word on what to do with it: all of it is one argument, to the letter, whatever it says.
 * For tools that take such a text (`pasted`).
 */
export function handedOver(text: string, catalogue: Catalogue): Understanding | undefined {
  const found = HEAD.exec(text);
  if (!found) return undefined;
  const [whole, head = ''] = found;
  const [choice] = likeliestByWords(`${head}:`, catalogue);
  const tool = choice && catalogue.tool(choice.tool)?.tool;
  const name = tool && pastedOf(tool);
  if (!choice || !tool || !name || choice.probability < LEAST) return undefined;
  const draft = {
    tool: tool.name,
    args: { [name]: text.slice(whole.length).trim() },
    confidence: CONFIDENCE,
  };
  const command = commandOf(draft as never, text, catalogue);
  return { kind: 'commands', commands: [{ ...command, isAccounted: true }], complexity: 0.1 };
}

/** The argument of a tool that takes such a text. */
const pastedOf = (tool: Tool): string | undefined =>
  Object.entries(tool.input.shape).find(([, type]) => slotOf(type as never)?.kind === 'pasted')?.[0];
