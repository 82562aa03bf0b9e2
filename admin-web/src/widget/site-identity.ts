import { callWith, request } from '../api/request.ts';
import type { Session } from '../session/session-api.ts';

/** How long the page around may take to say who is signed in. */
const WAIT_MS = 5_000;

/** The site that this page stands in, as its script tag names it. */
export const siteOf = (search: string) => new URLSearchParams(search).get('site') ?? undefined;

/** Asks the page around who is signed in there; '' when it does not say. */
function askPage(): Promise<string> {
  return new Promise((resolve) => {
    const answer = (token: string) => {
      removeEventListener('message', take);
      clearTimeout(timer);
      resolve(token);
    };
    const take = ({ source, data }: MessageEvent<{ clianta?: string; token?: string }>) => {
      if (source === parent && data?.clianta === 'identity') answer(String(data.token ?? ''));
    };
    const timer = setTimeout(() => answer(''), WAIT_MS);
    addEventListener('message', take);
    // whoever frames this page is named by its policy
    parent.postMessage('clianta:identity?', '*');
  });
}

/**
 * Signs in by what the page around says.
 *
 * @returns undefined when it says nothing
 * @throws ApiError when the server does not believe it
 */
export async function signInBySite(site: string): Promise<(Session & { token: string }) | undefined> {
  const identity = await askPage();
  if (!identity) return undefined;
  const session = await request<Session & { token: string }>('/api/widget/session', {
    method: 'POST',
    body: { site, identity },
  });
  callWith(session.token);
  return session;
}
