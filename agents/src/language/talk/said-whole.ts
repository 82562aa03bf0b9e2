import type { Catalogue } from '../../catalogue.ts';
import { isOptional, slotOf } from '../../slot.ts';
import type { Tool } from '../../tool.ts';
import { commandOf } from '../decide/plan.ts';
import type { LanguageContext, Understanding } from '../language-context.ts';
import { likeliestByWords } from '../route/likeliest.ts';
import type { RouteChoice } from '../route/router.ts';

/** So sure must be what is said; of the record that was spoken of last, less. */
const LEAST = 0.6;
const LEAST_OF_FOCUS = 0.3;
const LEAST_POINTED = 0.01;
const LEAST_STANDING = 0.005;
const EVENT = 'when|whenever|every time|each time|as soon as|any ?time';
/** "When you have a minute", "when I'm back": whoever speaks is asked politely, or is the time. */
const POLITE = "you\\b|possible|done|ready|convenient|i am\\b|i['’]m\\b|we last|i last";
const DEEDS =
  'remind|create|make|assign|send|tell|notify|add|tag|move|set|give|put|start|enroll|schedule|draft|open|close|ask|alert|email|mail|let|update|log|post|message|ping|warn|inform|write|invite|mark';
const STANDING = new RegExp(
  `^\\s*(?:please,?\\s+)?(?:${EVENT})\\s(?!${POLITE})[^,;]+[,;]\\s*(?:please |then |automatically |just |also )*(?:${DEEDS})\\b`,
  'i',
);
const IT = /\b(?:it|this|that)\b/i;
/** In words; longer, something else of the sentence may be meant. */
const SHORT = 8;
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
  const choices = likeliestByWords(text, catalogue);
  const choice =
    ofFocus(text, choices, focus, catalogue) ?? ofStanding(text, choices, catalogue) ?? choices[0];
  const tool = choice && catalogue.tool(choice.tool)?.tool;
  const name = tool && wholeOf(tool);
  if (!choice || !tool || !name) return undefined;
  const needed = recordOf(tool);
  const [last] = focus;
  const isOfFocus = needed !== undefined && last?.entity === tool.entity;
  if (needed && !isOfFocus) return undefined;
  const isLikely = choice !== choices[0] || choice.probability >= (isOfFocus ? LEAST_OF_FOCUS : LEAST);
  if (!isLikely) return undefined;
  const draft = {
    tool: tool.name,
    args: { [name]: text.trim(), ...(needed && last && { [needed]: last.id }) },
    confidence: CONFIDENCE,
  };
  const command = commandOf(draft as never, text, catalogue);
  return { kind: 'commands', commands: [{ ...command, isAccounted: true }], complexity: 0.1 };
}

/** "When I get a lead of grade A, remind me to call": it holds from now on, and nothing of it is done now. */
function ofStanding(
  text: string,
  choices: readonly RouteChoice[],
  catalogue: Catalogue,
): RouteChoice | undefined {
  if (!STANDING.test(text)) return undefined;
  return choices.find(({ tool: name, probability }) => {
    const tool = catalogue.tool(name)?.tool;
    return (
      tool && probability >= LEAST_STANDING && wholeOf(tool) !== undefined && recordOf(tool) === undefined
    );
  });
}

/**
 * "Rename it": it is what was spoken of last, and no record of another kind that was spoken of before. Where the words are for
 * another agent's change, the one of that record has them, if they can be for it at all.
 */
function ofFocus(
  text: string,
  choices: readonly RouteChoice[],
  [last]: LanguageContext['focus'],
  catalogue: Catalogue,
): RouteChoice | undefined {
  const [top] = choices;
  if (!last || !top || !IT.test(text) || text.trim().split(/\s+/).length > SHORT) return undefined;
  const own = choices.find(({ tool: name }) => {
    const tool = catalogue.tool(name)?.tool;
    return tool?.entity === last.entity && wholeOf(tool) !== undefined && recordOf(tool) !== undefined;
  });
  const isOthersChange = top.agent !== own?.agent && catalogue.tool(top.tool)?.tool.effect !== 'read';
  return own && isOthersChange && own.probability >= LEAST_POINTED ? own : undefined;
}

const wholeOf = (tool: Tool): string | undefined =>
  Object.entries(tool.input.shape).find(([, type]) => slotOf(type as never)?.kind === 'whole')?.[0];

/** The argument that names the record of its kind, where it cannot do without. */
const recordOf = (tool: Tool): string | undefined =>
  Object.entries(tool.input.shape).find(([, type]) => {
    const slot = slotOf(type as never);
    return slot?.kind === 'record' && slot.entity === tool.entity && !isOptional(type as never);
  })?.[0];
