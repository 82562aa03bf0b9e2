import { createHmac, timingSafeEqual } from 'node:crypto';
import { ForbiddenError } from '@clianta/crm-core/errors';

/** Without letters that look like others or like digits (Crockford). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/**
 * The code that opens the set-up page: whoever reads it where Clianta was started owns the installation. All processes
 * with the same secret have the same one; it opens nothing once there is a workspace.
 *
 * @returns three groups of four: 60 bits
 */
export function setUpCode(key: Uint8Array): string {
  const digest = createHmac('sha256', key).update('clianta set-up code').digest();
  const letters = Array.from({ length: LENGTH }, (_, i) => LETTERS[(digest[i] ?? 0) % LETTERS.length]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** @throws ForbiddenError when it is not the code, however it is spaced */
export function requireSetUpCode(key: Uint8Array, given: string): void {
  const [wanted, typed] = [setUpCode(key), given].map((code) =>
    createHmac('sha256', key)
      .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
      .digest(),
  );
  if (wanted && typed && timingSafeEqual(wanted, typed)) return;
  throw new ForbiddenError('The set-up code is wrong. It was printed where Clianta was started, in its log.');
}
