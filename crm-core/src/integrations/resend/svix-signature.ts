import { createHmac, timingSafeEqual } from 'node:crypto';

/** So old a message may be, or so far ahead its sender's clock. */
const TOLERANCE_MS = 5 * 60_000;

type Headers = Readonly<Record<string, string | undefined>>;

/** What a message is signed with: its id, its time and its bytes as they came. */
export function svixSignature(secret: string, id: string, seconds: string, body: Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
}

/**
 * Whether a message is signed with one of these secrets and of now; its headers are named `svix-` or, by the standard that
 * came of it, `webhook-`.
 */
export function isSignedBySvix(
  secrets: readonly string[],
  headers: Headers,
  body: Buffer,
  now: Date,
): boolean {
  const of = (name: string) => headers[`svix-${name}`] ?? headers[`webhook-${name}`] ?? '';
  const [id, seconds, given] = [of('id'), of('timestamp'), of('signature')];
  const isNow = Math.abs(Number(seconds) * 1_000 - now.getTime()) <= TOLERANCE_MS;
  if (!id || !seconds || !isNow) return false;
  const signatures = given.split(' ').flatMap((one) => /^v1,(.+)$/.exec(one)?.[1] ?? []);
  return secrets.some((secret) => {
    const own = svixSignature(secret, id, seconds, body);
    return signatures.some((one) => isSame(one, own));
  });
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
