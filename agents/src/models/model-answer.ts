import { AIMessage } from '@langchain/core/messages';
import { z } from 'zod';
import { kindOfEnding, ModelFailure } from './model-failure.ts';

/** A call of a tool as a model has made it. */
interface ModelCall {
  id: string;
  tool: string;
  args: Record<string, unknown>;
  /** Why it cannot be run, in words for the model. */
  problem?: string;
}

export interface ModelAnswer {
  text: string;
  calls: ModelCall[];
  /** The words end where the model had no more room. */
  isCut: boolean;
  /** As the model is shown it again: each call with an id, so that its result can follow. */
  message: AIMessage;
}

const argsSchema = z.record(z.string(), z.unknown());
const CUT_OFF = 'Your answer was cut off, so nothing was done. Make fewer or shorter calls.';

/**
 * Reads a model's answer, whatever vendor it is of and however badly it calls tools: arguments that are no object, calls
 * written out as text, ids that are missing or repeat.
 *
 * @param firstId - number of the first call in its step
 * @throws ModelFailure when there is neither a word nor a call in it, or the vendor has withheld it
 */
export function readAnswer(answer: AIMessage, tools: ReadonlySet<string>, firstId: number): ModelAnswer {
  const ending = kindOfEnding(endingOf(answer));
  const text = wordsOf(answer);
  if (ending === 'blocked') throw new ModelFailure('blocked');
  const made = [
    ...(answer.tool_calls ?? []).map(({ id, name, args }) => ({ id, name, args: args as unknown })),
    ...(answer.invalid_tool_calls ?? []).map(({ id, name, args }) => ({ id, name, args: args ?? {} })),
  ];
  const written = made.length === 0 ? callsIn(text, tools) : [];
  const ids = new Set<string>();
  const calls = [...made, ...written].map(({ id, name = '', args }, index): ModelCall => {
    const own = id && !ids.has(id) ? id : `call_${firstId + index}`;
    ids.add(own);
    const call = { id: own, tool: name, ...argumentsOf(name, args) };
    return ending === 'cut' ? { ...call, problem: CUT_OFF } : call;
  });
  if (calls.length === 0 && !text) throw new ModelFailure(ending ?? 'empty');
  const isAsMade =
    written.length === 0 &&
    calls.length === (answer.tool_calls ?? []).length &&
    calls.every((call, index) => call.id === answer.tool_calls?.[index]?.id && !call.problem);
  const shown = written.length > 0 ? '' : text;
  return {
    text: shown,
    calls,
    isCut: ending === 'cut',
    message: isAsMade
      ? answer
      : new AIMessage({
          content: shown,
          tool_calls: calls.map(({ id, tool, args }) => ({ id, name: tool, args, type: 'tool_call' })),
        }),
  };
}

/** What it says, without what a model thought aloud. */
export function wordsOf(answer: AIMessage): string {
  return answer.text.replace(/<think>[\s\S]*?(<\/think>|$)/g, '').trim();
}

const endingSchema = z
  .object({
    finishReason: z.string().optional(),
    finish_reason: z.string().optional(),
    done_reason: z.string().optional(),
  })
  .catch({});

/** Why it ended, by the word of its vendor. */
function endingOf({ response_metadata }: AIMessage): string | undefined {
  const { finishReason, finish_reason, done_reason } = endingSchema.parse(response_metadata);
  return finishReason ?? finish_reason ?? done_reason;
}

function argumentsOf(name: string, given: unknown): Pick<ModelCall, 'args' | 'problem'> {
  const args = typeof given === 'string' && given !== '' ? parsed(given) : given || {};
  const known = argsSchema.safeParse(args);
  if (known.success) return { args: known.data };
  return { args: {}, problem: `The arguments of ${name} are not a valid JSON object.` };
}

const writtenSchema = z.object({
  name: z.string(),
  arguments: z.unknown().optional(),
  parameters: z.unknown().optional(),
});

/** Calls that a small model writes out as text instead of making them: one JSON object or a list, nothing beside it. */
function callsIn(text: string, tools: ReadonlySet<string>) {
  const bare = text.replace(/^```(?:json)?\s*|\s*```$|^<tool_call>\s*|\s*<\/tool_call>$/g, '');
  const json = /^[[{]/.test(bare) ? parsed(bare) : undefined;
  const calls = z.array(writtenSchema).safeParse(Array.isArray(json) ? json : [json]);
  if (!calls.success || !calls.data.every(({ name }) => tools.has(name))) return [];
  return calls.data.map(({ name, ...call }) => ({
    id: undefined,
    name,
    args: call.arguments ?? call.parameters,
  }));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
