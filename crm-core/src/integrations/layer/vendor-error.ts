import { ConflictError, InvalidError, RateLimitedError, UpstreamError } from '../../errors.ts';

/** The vendor did not answer, or not as it should; trying again can help. */
export class VendorError extends UpstreamError {
  readonly status?: number;
  /** It may have been done all the same: whoever repeats it looks first. */
  readonly isUnsure: boolean;

  constructor(
    message: string,
    options: { status?: number; isUnsure?: boolean; cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options);
    if (options.status !== undefined) this.status = options.status;
    this.isUnsure = options.isUnsure ?? false;
  }
}

/** The vendor, or what we grant ourselves of it, allows no more for now. */
export class ThrottledError extends RateLimitedError {}

/** Nothing works until a person connects the account anew. */
export class ReconnectError extends ConflictError {}

/** The vendor understood the request and does not do it; the same again cannot help. */
export class RefusedError extends InvalidError {
  readonly status: number;
  /** What the vendor said, as it is. */
  readonly answer: unknown;

  constructor(message: string, status: number, answer: unknown) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}
