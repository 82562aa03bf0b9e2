/** Model calls of one step; a simple request takes two. */
export const MAX_ROUNDS = 6;
/** The same call with the same arguments, after which the step is stopped. */
export const MAX_SAME_CALL = 2;
/** How long an agent may take for its step (architecture: 30 s). */
export const STEP_TIMEOUT_MS = 30_000;
/** Super-steps of one turn. */
export const RECURSION_LIMIT = 60;
/** Tokens that one step may use. */
export const MAX_STEP_TOKENS = 60_000;
