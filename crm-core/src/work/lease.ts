/** How long a process that stops renewing is believed to be alive; then another takes its work over. */
export const LEASE_MS = 8_000;
/** Several renewals may be lost before the lease is. */
const RENEW_MS = 2_000;

/**
 * Does the work and renews its lease meanwhile.
 *
 * @param renew - makes the lease last `LEASE_MS` from now; must not throw
 */
export async function whileRenewing<T>(renew: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void renew(), RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
