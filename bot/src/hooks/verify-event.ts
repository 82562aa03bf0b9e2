import { timingSafeEqual } from 'node:crypto';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import { Webhook } from 'standardwebhooks';

/** An event that is older, or from the future, may be one that somebody has recorded (Standard Webhooks). */
const SKEW_MS = 5 * 60_000;
const MOST_ID = 200;

export interface SignedEvent {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  /** The very bytes that were sent, as text. */
  body: string;
}

/**
 * Checks an event by the Standard Webhooks specification. The clock is passed in, which the library's own check does not take.
 *
 * @param secrets - one of them has to have signed it
 * @returns its id
 * @throws UnauthenticatedError saying what is wrong with it
 */
export function verifyEvent(
  { id, timestamp, signature, body }: SignedEvent,
  secrets: readonly string[],
  now: Date,
): string {
  if (!id || !timestamp || !signature)
    throw new UnauthenticatedError(
      'Send the headers webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks).',
    );
  if (id.length > MOST_ID)
    throw new UnauthenticatedError(`The webhook-id is longer than ${MOST_ID} letters.`);
  if (!/^\d{1,12}$/.test(timestamp))
    throw new UnauthenticatedError('The webhook-timestamp is not a number of seconds.');
  const at = new Date(Number(timestamp) * 1_000);
  if (Math.abs(now.getTime() - at.getTime()) > SKEW_MS)
    throw new UnauthenticatedError(
      'The webhook-timestamp is more than five minutes from now. Sign the event anew when it is sent again.',
    );
  const given = signature.split(' ').filter((one) => one.startsWith('v1,'));
  const isSigned = secrets.some((secret) => {
    const own = new Webhook(secret).sign(id, at, body);
    return given.filter((one) => isSame(one, own)).length > 0;
  });
  if (!isSigned)
    throw new UnauthenticatedError('The webhook-signature is not of the secret of this webhook.');
  return id;
}

/** In a time that does not tell how much of it is right. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
