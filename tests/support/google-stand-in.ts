import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface Grant {
  challenge: string;
  nonce: string;
  redirectUri: string;
  claims: Record<string, unknown>;
}

/** An OpenID Connect provider that checks the client, PKCE and the redirect address, and takes every code once. */
export class GoogleStandIn {
  readonly clientId = 'client.apps.example';
  readonly clientSecret = 'a client secret';
  url = '';
  readonly #grants = new Map<string, Grant>();
  readonly #server = createServer();

  async start(): Promise<this> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    this.#server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
      const answer = (body: unknown, status = 200) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url === '/.well-known/openid-configuration')
        return void answer({
          issuer: this.url,
          authorization_endpoint: `${this.url}/auth`,
          token_endpoint: `${this.url}/token`,
          jwks_uri: `${this.url}/keys`,
        });
      if (request.url === '/keys') return void answer({ keys: [jwk] });
      if (request.url !== '/token') return void answer({}, 404);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const given = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const grant = this.#grants.get(String(given.code));
      this.#grants.delete(String(given.code));
      const challenge = createHash('sha256').update(String(given.code_verifier)).digest('base64url');
      const isRight =
        grant?.challenge === challenge &&
        grant.redirectUri === given.redirect_uri &&
        given.client_id === this.clientId &&
        given.client_secret === this.clientSecret;
      if (!grant || !isRight) return void answer({ error: 'invalid_grant' }, 400);
      const idToken = await new SignJWT({ nonce: grant.nonce, email_verified: true, ...grant.claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(this.url)
        .setAudience(this.clientId)
        .setSubject('1')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
      answer({ id_token: idToken });
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** Somebody says yes at Google. @returns where their browser is sent back to */
  agree(authorization: string, claims: Record<string, unknown>): string {
    const asked = new URL(authorization).searchParams;
    const text = (name: string) => asked.get(name) ?? '';
    const code = createHash('sha256').update(text('state')).digest('hex');
    this.#grants.set(code, {
      challenge: text('code_challenge'),
      nonce: text('nonce'),
      redirectUri: text('redirect_uri'),
      claims,
    });
    return `${text('redirect_uri')}?${new URLSearchParams({ code, state: text('state') })}`;
  }

  stop(): void {
    this.#server.close();
  }
}
