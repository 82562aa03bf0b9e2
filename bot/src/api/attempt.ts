import type { Request } from 'express';
import { addressKey } from '../limits/address-key.ts';
import type { Limits } from '../limits/limits.ts';

/**
 * Runs what proves who somebody is. Failures count for the account as seen from this address, for the account, and for
 * the address, however the request was written.
 *
 * @param account - names the account in one form; undefined where the proof itself names it
 * @throws RateLimitedError before anything is tried, and what `prove` throws
 */
export async function attempt<T>(
  limits: Limits,
  request: Request,
  account: string | undefined,
  prove: () => Promise<T>,
): Promise<T> {
  const address = addressKey(request.ip);
  const pair = `${address} ${account}`;
  // counted before it is known how it ends, so that many at once are no way round
  await limits.take('attemptOfAddress', address);
  if (account !== undefined) {
    await limits.take('attemptFromAddress', pair);
    await limits.take('attemptOnAccount', account);
  }
  const proven = await prove();
  await Promise.all([
    limits.giveBack('attemptOfAddress', address),
    ...(account === undefined
      ? []
      : [limits.forgive('attemptFromAddress', pair), limits.giveBack('attemptOnAccount', account)]),
  ]);
  return proven;
}
