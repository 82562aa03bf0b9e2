import { UpstreamError } from '@clianta/crm-core/errors';

/** What Microsoft asks to send again: two writes to one conversation met, or there were too many. */
const PUT_OFF = new Set([412, 429]);
const TRIES = 4;
const MOST_WAIT_MS = 30_000;

/** An answer of the Bot Connector that is no success. */
export interface Refusal {
  status: number | undefined;
  /** Seconds or a date, as the header says. */
  retryAfter?: string | undefined;
}

/**
 * Tries again what Microsoft puts off: after as long as its Retry-After says, else after half a second, one, two.
 * Servers that fail are tried again by the SDK.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit
 * @throws UpstreamError when it is refused, or put off for too long
 */
export async function untilTaken<T>(
  call: () => Promise<T>,
  refusalOf: (error: unknown) => Refusal,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const { status, retryAfter } = refusalOf(error);
      const ms = waitMs(retryAfter) ?? 500 * 2 ** (attempt - 1);
      if (!status || !PUT_OFF.has(status) || attempt === TRIES || ms > MOST_WAIT_MS) {
        const reason = error instanceof Error ? error.message : String(error);
        const what = status ? `${status} ${reason}` : reason;
        throw new UpstreamError(`Teams did not take it: ${what.slice(0, 300)}.`, { cause: error });
      }
      await wait(ms);
    }
  }
}

function waitMs(retryAfter: string | undefined): number | undefined {
  if (!retryAfter) return undefined;
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
