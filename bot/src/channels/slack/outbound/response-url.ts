import { UpstreamError } from '@clianta/crm-core/errors';

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
/** Slack's own waits are seconds; a longer one is not worth holding a turn for. */
const LONGEST_WAIT_MS = 60_000;

/** Whether a `response_url` is Slack's; it comes from a signed request, and still it is not called blindly. */
export const trustedResponseUrls = (apiUrl: string | undefined) => only('https://hooks.slack.com', apiUrl);

/** Whether the address of a file is Slack's, so that our token may be sent there. */
export const trustedFileUrls = (apiUrl: string | undefined) => only('https://files.slack.com', apiUrl);

function only(own: string, apiUrl: string | undefined): (url: string) => boolean {
  const origins = new Set([own, ...(apiUrl ? [new URL(apiUrl).origin] : [])]);
  return (url) => URL.canParse(url) && origins.has(new URL(url).origin);
}

/**
 * Answers a slash command or redraws a message that only one person sees. Slack takes five answers in half an hour.
 *
 * @throws UpstreamError when it is not taken
 */
export async function postToResponseUrl(url: string, body: Record<string, unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new UpstreamError('Slack could not be reached.', { cause: error });
    });
    if (response.ok) return;
    const waitMs = Number(response.headers.get('retry-after') ?? '1') * 1_000;
    if (response.status !== 429 || attempt === ATTEMPTS || !(waitMs <= LONGEST_WAIT_MS)) {
      throw new UpstreamError(`Slack did not take the answer: ${response.status} ${await response.text()}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
