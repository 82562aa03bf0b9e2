/** The closed list of error codes; each edge (HTTP, job, tool, channel) maps a code to its own behaviour. */
export type ErrorCode =
  | 'invalid'
  | 'not_found'
  | 'forbidden'
  | 'unauthenticated'
  | 'conflict'
  | 'rate_limited'
  | 'upstream'
  | 'internal';

/** The one base class of errors that Clianta throws on purpose. The message is fit to be shown to the user. */
export class CliantaError extends Error {
  readonly code: ErrorCode;
  /** Names the offending fields, for forms: field path -> what is wrong. */
  readonly fields?: Record<string, string>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; fields?: Record<string, string> } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    if (options.fields) this.fields = options.fields;
  }
}

export class InvalidError extends CliantaError {
  constructor(message: string, fields?: Record<string, string>) {
    super('invalid', message, fields ? { fields } : {});
  }
}

/** A read was given up because it took too long; asking for less can help, the same again cannot. */
export class TooSlowError extends CliantaError {
  constructor(limitMs: number) {
    super(
      'invalid',
      `This takes longer than ${Math.max(1, Math.round(limitMs / 1000))} s to find out. Narrow it: fewer conditions, a shorter period, or less at a time.`,
    );
  }
}

export class NotFoundError extends CliantaError {
  constructor(entity: string, id: string) {
    super(
      'not_found',
      `There is no ${entity} ${id}. It may have been deleted, or it belongs to another workspace.`,
    );
  }
}

export class ForbiddenError extends CliantaError {
  constructor(message: string) {
    super('forbidden', message);
  }
}

export class UnauthenticatedError extends CliantaError {
  constructor(message = 'Please sign in.') {
    super('unauthenticated', message);
  }
}

/** Another write came first, or a unique value is taken. `existingId` is the record that holds it, where known. */
export class ConflictError extends CliantaError {
  readonly existingId?: string;

  constructor(message: string, options: { existingId?: string; fields?: Record<string, string> } = {}) {
    super('conflict', message, options.fields ? { fields: options.fields } : {});
    if (options.existingId) this.existingId = options.existingId;
  }
}

/** The record is not what the writer knew. */
export class StaleVersionError extends ConflictError {}

export class RateLimitedError extends CliantaError {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super('rate_limited', message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** A service outside failed: a model, a chat platform, a mail server. */
export class UpstreamError extends CliantaError {
  readonly retryAfterMs?: number;

  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super('upstream', message, { cause: options.cause });
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether trying the same thing again can help. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof CliantaError)) return true;
  return error.code === 'rate_limited' || error.code === 'upstream' || error.code === 'internal';
}
