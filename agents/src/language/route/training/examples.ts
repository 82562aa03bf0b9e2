import type { Catalogue } from '../../../catalogue.ts';
import type { Tool } from '../../../tool.ts';
import { partsOf, spokenOf } from '../../sayings.ts';
import { type MaskSpan, mask } from '../mask.ts';
import { CONTEXTS } from './contexts.ts';
import { readHeard } from './heard.ts';
import { pick, seeded } from './random.ts';
import { slotValues } from './slot-values.ts';
import { typedSpans } from './typed-spans.ts';

/** A saying as the router will read it: with the workspace's names known, half known, and unknown. */
export interface Example {
  agent: string;
  /** Learnt apart from the agent's own: what one asks in vain is like nothing else that is said to it. */
  isBeside: boolean;
  tool: string;
  variants: string[][];
}

/** So many sayings are learnt with something told before them as well. */
const CONTEXT_SHARE = 0.5;

/** All that the router learns from: what was heard, and what the agents bring with slots. */
export function trainingExamples(catalogue: Catalogue): Example[] {
  const random = seeded(7);
  const heard = readHeard().map(({ agent, isBeside, tool, text }) => ({
    agent,
    isBeside,
    tool,
    variants: distinct([
      mask(text, typedSpans(text)),
      mask(text),
      mask(text, untyped(typedSpans(text))),
      ...inContext(text, random),
    ]),
  }));
  const brought = catalogue.agents.flatMap((agent) =>
    agent.tools.flatMap((tool) =>
      (agent.sayings?.[tool.name] ?? []).map((saying) => ({
        agent: agent.name,
        isBeside: false,
        tool: tool.name,
        variants: variantsOf(tool, saying, random),
      })),
    ),
  );
  return [...heard, ...brought];
}

function variantsOf(tool: Tool, saying: string, random: () => number): string[][] {
  const one = filled(tool, saying, random);
  const other = filled(tool, saying, random);
  return distinct([
    mask(one.text, one.spans),
    mask(other.text, other.spans),
    mask(other.text),
    mask(one.text, untyped(one.spans)),
    ...inContext(other.text, random),
  ]);
}

/** The saying with a value for each slot, and the spans that a workspace would recognise in it. */
function filled(tool: Tool, saying: string, random: () => number): { text: string; spans: MaskSpan[] } {
  let text = '';
  const spans: MaskSpan[] = [];
  for (const part of partsOf(spokenOf(saying))) {
    if ('words' in part) {
      text += part.words;
      continue;
    }
    const values = slotValues(tool, part.slot);
    const { words, type } = pick(values, random);
    if (type) spans.push({ start: text.length, end: text.length + words.length, type });
    text += words;
  }
  return { text, spans: [...spans, ...typedSpans(text).filter((span) => isApart(span, spans))] };
}

/** A request is often told after what led to it; a question mark or a single word stands alone. */
function inContext(text: string, random: () => number): string[][] {
  if (random() > CONTEXT_SHARE || text.split(' ').length < 3) return [];
  const told = `${pick(CONTEXTS, random)} ${text}`;
  return [mask(told, typedSpans(told))];
}

const isApart = (span: MaskSpan, others: readonly MaskSpan[]) =>
  others.every(({ start, end }) => span.end <= start || span.start >= end);

/** As if nobody knew whether a name is a person's, a firm's or a rival's. */
const untyped = (spans: readonly MaskSpan[]) =>
  spans.map((span) => (/^(?:person|org|vendor)$/.test(span.type) ? { ...span, type: 'name' } : span));

function distinct(variants: string[][]): string[][] {
  const seen = new Set<string>();
  return variants.filter((words) => {
    const key = words.join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
