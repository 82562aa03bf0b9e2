import type { Draft, Request } from '../read/frames/frame.ts';
import type { Reading } from '../read/sayings/read-tool.ts';
import type { RouteChoice } from '../route/router.ts';

/** What speaks for one reading of a clause or another. */
export interface Clues {
  request: Request;
  /** What the grammar of records makes of it. */
  drafts: Draft[];
  /** What the sayings of the likeliest tools make of it, the best first. */
  readings: Reading[];
  /** The likeliest tools, best first; none: there are no weights. */
  choices: readonly RouteChoice[];
}

/** How likely a tool is. */
export const ofTool = (choices: readonly RouteChoice[], tool: string) =>
  choices.find((choice) => choice.tool === tool)?.probability ?? 0;

/** How likely an agent is, over all its tools. */
export const ofAgent = (choices: readonly RouteChoice[], agent: string | undefined) =>
  choices.filter((choice) => choice.agent === agent).reduce((sum, { probability }) => sum + probability, 0);

/** A reading as what the grammar makes of a clause is. */
export function draftOf({ tool, args, needsPrevious, introduces, cost }: Reading): Draft {
  return { tool: tool.name, args, confidence: Math.max(0.75, 0.95 - cost / 4), needsPrevious, introduces };
}
