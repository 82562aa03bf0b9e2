import type { RequestHandler } from 'express';

/** Slack's window for a request's age. */
const WINDOW_SECONDS = 5 * 60;

/**
 * Checks what Bolt leaves open before it checks the signature: Bolt takes a time stamp in the future however far, any
 * form of number, and any version of signature. While the process stops, Slack is asked to come again.
 */
export function requestGuard(
  isStopping: () => boolean,
  now: () => number = () => Date.now(),
): RequestHandler {
  return (request, response, next) => {
    if (isStopping()) {
      response.status(503).set('Retry-After', '5').end();
      return;
    }
    const stamp = request.get('x-slack-request-timestamp') ?? '';
    const signature = request.get('x-slack-signature') ?? '';
    const age = now() / 1_000 - Number(stamp);
    const isFresh = /^\d{1,11}$/.test(stamp) && Math.abs(age) <= WINDOW_SECONDS;
    if (!isFresh || !/^v0=[0-9a-f]{64}$/.test(signature)) {
      response.status(401).end();
      return;
    }
    next();
  };
}
