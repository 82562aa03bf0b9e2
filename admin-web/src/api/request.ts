import { ApiError, parseApiError } from './api-error.ts';

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** The version an update expects; another one answers 409. */
  ifMatch?: number;
  signal?: AbortSignal;
  /** It gives this browser another session in place of the one it has, which ends at once. */
  isRenewal?: boolean;
}

/** The call that is about to give this browser another session. */
let renewal: Promise<unknown> | undefined;

let onSignedOut: () => void = () => {};
let bearer: { authorization?: string } = {};
let actingUser: { 'x-clianta-user'?: string } = {};

/**
 * Whom this page shows. Another tab may sign in as somebody else, and the cookie is then theirs: the server refuses what
 * this page does for the person it shows.
 */
export function actAs(userId: string | undefined): void {
  actingUser = userId ? { 'x-clianta-user': userId } : {};
}

/** Calls on with a token instead of the cookie, which a page within another site's does not have. */
export function callWith(token: string): void {
  bearer = { authorization: `Bearer ${token}` };
}

/** What tells the server that a change comes from a page of ours, and for whom. */
export const ownHeaders = (): Record<string, string> => ({
  'x-clianta-client': 'web',
  ...actingUser,
  ...bearer,
});

/** Called when a request finds the session gone. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/**
 * One call of the server's API, with the session's cookie. The answer's type is the server's contract.
 *
 * @throws ApiError for every status but 2xx and when there is no answer; AbortError passes through
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const before = renewal;
  const call = ask<T>(path, options);
  if (options.isRenewal) renewal = call.catch(() => {}).finally(() => (renewal = undefined));
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const meanwhile = options.isRenewal ? undefined : (before ?? renewal);
    // refused with the old session, whose end was heard of before the new one came
    if (meanwhile) return meanwhile.then(() => request<T>(path, options));
    if (!path.startsWith('/api/auth/')) onSignedOut();
    throw error;
  }
}

/** Sends a file in. @throws ApiError */
export function upload<T>(path: string, file: File): Promise<T> {
  const form = new FormData();
  form.set('file', file);
  return request<T>(path, { method: 'POST', body: form });
}

async function ask<T>(path: string, options: RequestOptions): Promise<T> {
  const { method = 'GET', body, ifMatch, signal } = options;
  // the browser says itself how a form is divided
  const isForm = body instanceof FormData;
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(method !== 'GET' && { 'x-clianta-client': 'web' }),
      ...actingUser,
      ...bearer,
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': String(ifMatch) }),
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('Clianta cannot be reached. Check your connection and try again.', {
      code: 'network',
      status: 0,
    });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  throw parseApiError(response.status, answer);
}
