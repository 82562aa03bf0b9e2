import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../../catalogue.ts';
import type { Command } from '../language-context.ts';
import type { Draft } from '../read/frames/frame.ts';

type Args = Record<string, unknown>;

/** What is taken off when the arguments do not pass the tool's own check. */
const INVALID_PENALTY = 0.5;

/** A draft as a command, checked against the tool's input. */
export function commandOf(draft: Draft, span: string, catalogue: Catalogue): Command {
  const owned = catalogue.tool(draft.tool);
  const isValid = owned?.tool.input.safeParse(draft.args).success ?? false;
  return {
    agent: owned?.agent.name ?? 'generalAgent',
    tool: draft.tool,
    args: draft.args,
    confidence: Math.max(
      0,
      Math.min(1, Math.round((draft.confidence - (isValid ? 0 : INVALID_PENALTY)) * 100) / 100),
    ),
    dependsOnPrevious: draft.needsPrevious ?? false,
    ...(draft.aside && { aside: draft.aside }),
    ...(draft.isLoose && { isLoose: true }),
    span,
  };
}

/** Changes of one record with one tool are one call: one entry to undo, one card, one line of the answer. */
const JOINED = /^update_/;

/** Adds a command; what was said twice is meant once, and what changes the same record goes into one call. */
export function addCommand(commands: Command[], command: Command): void {
  const isOfSameTool = (before: Command) => before.tool === command.tool;
  if (commands.some((before) => isOfSameTool(before) && isDeepStrictEqual(before.args, command.args))) return;
  const last = commands.at(-1);
  const args =
    last && isOfSameTool(last) && JOINED.test(last.tool) ? joined(last.args, command.args) : undefined;
  if (!last || !args) commands.push(command);
  else
    commands[commands.length - 1] = {
      ...last,
      args,
      confidence: Math.min(last.confidence, command.confidence),
      span: `${last.span} ${command.span}`,
    };
}

/** Both changes in one, when they are of the same records and the later one takes nothing back of the earlier. */
function joined(before: Args, after: Args): Args | undefined {
  const { set: first, addTags: added, removeTags: removed, ...records } = before;
  const { set: second, addTags: alsoAdded, removeTags: alsoRemoved, ...same } = after;
  if (!isDeepStrictEqual(records, same)) return undefined;
  const set = both(asArgs(first), asArgs(second));
  const addTags = listed(added, alsoAdded);
  const removeTags = listed(removed, alsoRemoved);
  if (!set || addTags.some((tag) => removeTags.includes(tag))) return undefined;
  return {
    ...records,
    ...(Object.keys(set).length > 0 && { set }),
    ...(addTags.length > 0 && { addTags }),
    ...(removeTags.length > 0 && { removeTags }),
  };
}

const asArgs = (value: unknown): Args => (typeof value === 'object' && value !== null ? { ...value } : {});

const listed = (...lists: unknown[]) => [
  ...new Set(lists.flatMap((list) => (Array.isArray(list) ? list : []))),
];

/** The values of both; undefined when one field has two values. */
function both(first: Args, second: Args): Args | undefined {
  const set: Args = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const merged = key === 'customFields' ? both(asArgs(set[key]), asArgs(value)) : value;
    if (merged === undefined || (key in set && key !== 'customFields' && !isDeepStrictEqual(set[key], value)))
      return undefined;
    set[key] = merged;
  }
  return set;
}

/** 0 to 1: under 0.3 for one command, to 0.7 for two or three agents, above for more. */
export function complexityOf(commands: readonly Command[]): number {
  const agents = new Set(commands.map((command) => command.agent)).size;
  const first = commands[0];
  if (commands.length <= 1) return Math.min(0.29, 0.05 + 0.03 * Object.keys(first?.args ?? {}).length);
  if (agents === 1) return Math.min(0.45, 0.25 + 0.05 * commands.length);
  if (agents <= 3) return Math.min(0.7, 0.2 + 0.15 * agents + 0.05 * (commands.length - agents));
  return Math.min(1, 0.6 + 0.05 * agents + 0.02 * commands.length);
}
