import {
  auth,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client';

export const REDIRECT = 'http://127.0.0.1:9/callback';

/** What a person does on the page that asks them. */
export type Answer = Record<string, string> & { decision: 'allow' | 'decline' };

interface Cookie {
  value: string;
  path: string;
}

/** A browser as far as signing in takes one: cookies with their paths, redirects, and the form of a page. */
export class ProgramBrowser {
  readonly #cookies = new Map<string, Cookie>();

  /** @param session - the cookie of somebody who is signed in */
  constructor(session?: string) {
    const [name = '', value = ''] = session?.split('=') ?? [];
    if (session) this.#cookies.set(`${name} /`, { value, path: '/' });
  }

  async fetch(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /; path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (value) this.#cookies.set(`${name} ${path}`, { value, path });
      else this.#cookies.delete(`${name} ${path}`);
    }
    return response;
  }

  /** Goes where it is sent until it is shown something, or leaves for the program. */
  async open(from: URL): Promise<{ url: URL; page: string; status: number }> {
    let url = from;
    for (let count = 0; count < 8; count++) {
      const response = await this.fetch(url);
      const to = response.headers.get('location');
      if (!to) return { url, page: await response.text(), status: response.status };
      url = new URL(to, url);
      if (url.href.startsWith(REDIRECT)) return { url, page: '', status: response.status };
    }
    throw new Error(`sent round in circles: ${url.href}`);
  }

  /** Answers the question of a page. @returns where the browser ends up */
  async answer(at: URL, page: string, given: Answer, headers: Record<string, string> = {}) {
    const shown = Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    const access = /<input type="radio" name="access" value="(\w+)" checked/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ ...shown, access, ...given });
    const response = await this.fetch(at, {
      method: 'POST',
      body,
      headers: { origin: at.origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
    const to = response.headers.get('location');
    return to
      ? this.open(new URL(to, at))
      : { url: at, page: await response.text(), status: response.status };
  }
}

/** The official client's side of a sign-in, as a program keeps it. */
export class SigningProgram implements OAuthClientProvider {
  readonly redirectUrl: string;
  readonly clientMetadata: OAuthClientMetadata;
  client: StoredOAuthClientInformation | undefined;
  kept: StoredOAuthTokens | undefined;
  verifier = '';
  found: OAuthDiscoveryState | undefined;
  /** Where the person was sent. */
  sentTo: URL | undefined;

  readonly scope: string | undefined;

  /** @param client - as which it has registered before */
  constructor(
    scope?: string,
    {
      name = 'Desk helper',
      client,
      redirect = REDIRECT,
    }: { name?: string; client?: StoredOAuthClientInformation | undefined; redirect?: string } = {},
  ) {
    this.redirectUrl = redirect;
    this.scope = scope;
    this.client = client;
    this.clientMetadata = {
      client_name: name,
      redirect_uris: [redirect],
      grant_types: ['authorization_code', 'refresh_token'],
    };
  }

  clientInformation = () => this.client;
  saveClientInformation(client: StoredOAuthClientInformation) {
    this.client = client;
  }
  tokens = () => this.kept;
  saveTokens(tokens: StoredOAuthTokens) {
    this.kept = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.sentTo = url;
  }
  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }
  codeVerifier = () => this.verifier;
  discoveryState = () => this.found;
  saveDiscoveryState(found: OAuthDiscoveryState) {
    this.found = found;
  }

  /** Registers and asks. @returns where the person is sent */
  async ask(serverUrl: string): Promise<URL> {
    await auth(this, { serverUrl, ...(this.scope && { scope: this.scope }) });
    if (!this.sentTo) throw new Error('nobody was sent anywhere');
    return this.sentTo;
  }

  /** Turns over its keys, or throws what it is told. */
  refresh = (serverUrl: string) => auth(this, { serverUrl });

  /** All of it: asks, has the person answer, and fetches its keys. */
  async signIn(serverUrl: string, session: string, answer: Answer = { decision: 'allow' }): Promise<URL> {
    const browser = new ProgramBrowser(session);
    const { url, page } = await browser.open(await this.ask(serverUrl));
    const back = await browser.answer(url, page, answer);
    await this.fetchKeys(serverUrl, back.url);
    return back.url;
  }

  async fetchKeys(serverUrl: string, back: URL): Promise<void> {
    const code = back.searchParams.get('code');
    if (!code) throw new Error(`no code: ${back.href}`);
    await auth(this, { serverUrl, authorizationCode: code, iss: back.searchParams.get('iss') ?? undefined });
  }
}
