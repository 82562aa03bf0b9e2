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
  const parser = parserError(error);
  if (parser) return parser;
  const reference = randomBytes(4).toString('hex');
  logger.error({ err: error, reference }, 'request failed');
  const message = `Something went wrong on our side. If it happens again, give your admin this reference: ${reference}.`;
  return { status: 500, body: { error: { code: 'internal', message, reference } } };
}

/** What Express's body parser refuses. */
function parserError(error: unknown): { status: number; body: ErrorBody } | undefined {
  const type = typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';
  if (type === 'entity.too.large') {
    return {
      status: 413,
      body: { error: { code: 'invalid', message: 'The request is larger than 100 KB.' } },
    };
  }
  if (type === 'entity.parse.failed') {
    return {
      status: 400,
      body: { error: { code: 'invalid', message: 'The request body is not valid JSON.' } },
    };
  }
  return undefined;
}

/** The last middleware: every error leaves as JSON of one form. */
export const sendError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, body } = errorBody(error);
  if (error instanceof RateLimitedError)
    response.setHeader('Retry-After', Math.ceil(error.retryAfterMs / 1000));
  response.status(status).json(body);
};
