import { randomBytes } from 'node:crypto';
import { CliantaError, type ErrorCode, RateLimitedError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { ErrorRequestHandler } from 'express';

const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  upstream: 502,
  internal: 500,
};

export interface ErrorBody {
  error: { code: ErrorCode; message: string; fields?: Record<string, string>; reference?: string };
}

/** An error as the API tells it; what is not meant for users is hidden behind a reference. */
export function errorBody(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof CliantaError && error.code !== 'internal') {
    const { code, message, fields } = error;
    return { status: STATUS[code], body: { error: { code, message, ...(fields && { fields }) } } };
  }
  const refused = requestError(error);
  if (refused) return refused;
  const reference = randomBytes(4).toString('hex');
  logger.error({ err: error, reference }, 'request failed');
  const message = `Something went wrong on our side. If it happens again, give your admin this reference: ${reference}.`;
  return { status: 500, body: { error: { code: 'internal', message, reference } } };
}

/** What Express and its body parser refuse, by their name of it. */
const REFUSED: Record<string, string> = {
  'entity.too.large': 'The request is larger than 100 KB.',
  'entity.parse.failed': 'The request body is not valid JSON; it must be an object such as {"name": "Ada"}.',
  'charset.unsupported': 'Send the request body as UTF-8.',
  'encoding.unsupported': 'Send the request body uncompressed, or compressed with gzip, deflate or br.',
};

/** A fault of the client's that was found before our own code saw the request. */
function requestError(error: unknown): { status: number; body: ErrorBody } | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status < 400 || error.status >= 500) return undefined;
  const message =
    error instanceof URIError
      ? 'The address is not encoded correctly: after % two hexadecimal digits are needed.'
      : ('type' in error && REFUSED[String(error.type)]) ||
        'The request cannot be read. Please check its body.';
  return { status: error.status, body: { error: { code: 'invalid', message } } };
}

/** The last middleware: every error leaves as JSON of one form. */
export const sendError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, body } = errorBody(error);
  if (error instanceof RateLimitedError)
    response.setHeader('Retry-After', Math.ceil(error.retryAfterMs / 1000));
  response.status(status).json(body);
};
