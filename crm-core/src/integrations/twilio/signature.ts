import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Twilio has signed a request: HMAC-SHA1 of the whole address as it was told it, then of the fields by their names.
 * https://www.twilio.com/docs/usage/security#validating-requests
 *
 * @param tokens - of the account: two while one takes the other's place
 */
export function isSignedByTwilio(
  tokens: readonly string[],
  given: string | undefined,
  url: string,
  fields: URLSearchParams,
): boolean {
  const signed = twilioSignatures(tokens, url, fields);
  return signed.some((one) => isSame(one, given ?? ''));
}

/** What a request is signed with, by each of these tokens. */
export function twilioSignatures(tokens: readonly string[], url: string, fields: URLSearchParams): string[] {
  const names = [...new Set(fields.keys())].sort();
  const text = url + names.flatMap((name) => fields.getAll(name).map((value) => `${name}${value}`)).join('');
  return tokens.map((token) => createHmac('sha1', token).update(text).digest('base64'));
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
