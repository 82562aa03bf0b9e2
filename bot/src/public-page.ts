import { randomBytes } from 'node:crypto';
import { ForbiddenError, RateLimitedError } from '@clianta/crm-core/errors';
import type { Html } from '@clianta/crm-core/html';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { errorBody } from './api/http-error.ts';
import { documentOf, messagePage } from './offers/offer-page.ts';

/** Pages for people without an account, whom their address is enough. */
export const privatePage: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    // the address is all it takes: it must not leave with a link, and no search engine shall keep it
    'Referrer-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex, nofollow',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
};

/**
 * @param seenPath - told once the page is really shown; absent: nothing is told
 * @param formsTo - where a form of the page may lead by a redirect, besides here
 */
export function sendPage(
  response: Response,
  status: number,
  title: string,
  body: Html | ((nonce: string) => Html),
  seenPath?: string,
  formsTo: readonly string[] = [],
): void {
  const nonce = randomBytes(16).toString('base64');
  response.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; form-action ${["'self'", ...formsTo].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
  );
  const page = typeof body === 'function' ? body(nonce) : body;
  response
    .status(status)
    .type('html')
    .send(documentOf(title, page, nonce, seenPath));
}

/** @throws ForbiddenError for what a page of another site sends (CSRF) */
export function requireOwnPage(request: Request, allowedOrigins: readonly string[], instead: string): void {
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  const isOwn =
    origin === undefined ||
    origin === `${request.protocol}://${request.get('host')}` ||
    allowedOrigins.includes(origin);
  if (isOwn && (site === undefined || site === 'same-origin')) return;
  throw new ForbiddenError(`This was sent from another page. ${instead}`);
}

const TITLES: Readonly<Record<string, string>> = {
  not_found: 'There is nothing here',
  rate_limited: 'One moment please',
  conflict: 'This has changed',
};

/** What goes wrong is told on a page, too. */
export const pageErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, body } = errorBody(error);
  if (error instanceof RateLimitedError)
    response.setHeader('Retry-After', Math.ceil(error.retryAfterMs / 1000));
  const title = TITLES[body.error.code] ?? 'That did not work';
  sendPage(response, status, title, messagePage(title, body.error.message));
};
