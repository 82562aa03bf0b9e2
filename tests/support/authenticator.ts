import { Secret, TOTP } from 'otpauth';

/** An authenticator app: the code of now, or of the step that comes next, which is taken early too. */
export function codeOf(secret: string, step: 'now' | 'next' = 'now'): string {
  const timestamp = Date.now() + (step === 'next' ? 30_000 : 0);
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}
