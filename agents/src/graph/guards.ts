/** Model calls of one step; a simple request takes two. */
export const MAX_ROUNDS = 6;
/** The same call with the same arguments, after which the step is stopped. */
export const MAX_SAME_CALL = 2;
/** How long something may take. They end what reads and what has not begun, never a change that has. */
export interface TimeLimits {
  /** One call of a model; the built-in one takes over after it, within the time of the step. */
  modelMs: number;
  /** The router model's word; the language engine's stands after it. */
  routerMs: number;
  /** An agent, for what its step reads (architecture: 30 s). */
  stepMs: number;
  turnMs: number;
}
export const TIME_LIMITS: TimeLimits = { modelMs: 25_000, routerMs: 8_000, stepMs: 30_000, turnMs: 120_000 };
/** Tries of a node whose database or vendor did not answer. */
export const MAX_ATTEMPTS = 2;
/** A node that gives no sign of life for so long is ended, whatever it does: behind the limits above. */
export const NODE_IDLE_MS = 300_000;
/** Super-steps of one turn. */
export const RECURSION_LIMIT = 60;
/** Tokens that one step may use. */
export const MAX_STEP_TOKENS = 60_000;
