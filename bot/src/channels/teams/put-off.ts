import { UpstreamError } from '@clianta/crm-core/errors';

/** What Microsoft asks to send again: two writes to one conversation met, or there were too many. */
const PUT_OFF = new Set([412, 429]);
const TRIES = 4;
const MOST_WAIT_MS = 30_000;

/** Errors of a connection that was never made. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** An answer of the Bot Connector that is no success, or none. */
export interface Refusal {
  status: number | undefined;
  /** Of the connection: `ECONNRESET`. */
  code?: string | undefined;
  /** Seconds or a date, as the header says. */
  retryAfter?: string | undefined;
}

export class NotTakenError extends UpstreamError {
  /** It may have been taken all the same: there was no answer, or that of a server on the way. */
  readonly isUnsure: boolean;
  /** Of the answer, where there was one. */
  readonly status: number | undefined;

  constructor(message: string, isUnsure: boolean, cause: unknown, status?: number) {
    super(message, { cause });
    this.isUnsure = isUnsure;
    this.status = status;
  }
}

/**
 * Tries again what Microsoft puts off: after as long as its Retry-After says, else after half a second, one, two.
 * Servers that fail are tried again by the SDK.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit
 * @throws NotTakenError when it is refused, or put off for too long
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
      const { status, code = '', retryAfter } = refusalOf(error);
      const ms = waitMs(retryAfter) ?? 500 * 2 ** (attempt - 1);
      if (!status || !PUT_OFF.has(status) || attempt === TRIES || ms > MOST_WAIT_MS) {
        const reason = error instanceof Error ? error.message : String(error);
        const what = status ? `${status} ${reason}` : reason;
        const isUnsure = status ? status >= 500 : !BEFORE_SENDING.has(code);
        throw new NotTakenError(`Teams did not take it: ${what.slice(0, 300)}.`, isUnsure, error, status);
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
