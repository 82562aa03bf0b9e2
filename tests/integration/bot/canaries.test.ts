import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@clianta/crm-core/entity/ids';
import { MongoClient } from 'mongodb';
import { afterAll, expect, inject, it } from 'vitest';
import { type ApiClient, request, signedIn } from '../../support/api-server.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { aProductProcess } from '../../support/product-process.ts';
import { anSmtpServer } from '../../support/smtp-stand-in.ts';

const ends: Array<() => Promise<unknown> | unknown> = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Secrets that are put in, by where they come from. */
const MODEL_KEY = 'sk-canary-model-4711';
const MAIL_PASSWORD = 'canary mail password 4711';
const WRONG_PASSWORD = 'canary wrong password 4711';
const SIGN_IN_PASSWORD = 'canary-sign-in-4711';
const VENDOR_KEY = 'canary-vendor-key-4711';
/** A person of whom nothing is to be read in a log; in records they stand of course. */
const PERSON = ['canary.person@secret.example', 'Canaria Vogelsang', '+4915112345678'] as const;

it('no secret and no address that was put in stands in the log, an error, the audit log, or as itself in the database', async () => {
  const google = await new GoogleApiStandIn().start();
  ends.push(() => google.stop());
  google.clientSecret = 'GOCSPX-canary-4711';
  const smtp = await anSmtpServer();
  ends.push(() => smtp.close());
  smtp.password = MAIL_PASSWORD;
  // servers of models, and vendors, quote what they were sent
  const quoting = await listening(async (asked, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const message = `Incorrect key provided: ${asked.headers.authorization ?? asked.headers['x-api-key']}, in ${Buffer.concat(chunks)}`;
    response
      .writeHead(401, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }));
  });
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/canaries-${newId()}`;
  const product = await aProductProcess({
    ...google.env,
    MONGODB_URI: uri.toString(),
    CLIANTA_DEMO: 'on',
    CLIANTA_DEMO_PASSWORD: SIGN_IN_PASSWORD,
    MODEL_PROVIDER: 'openai-compatible',
    MODEL_BASE_URL: `${quoting}/v1`,
    MODEL_AGENT: 'parrot',
    MODEL_API_KEY: MODEL_KEY,
    APOLLO_API_URL: quoting,
    MAIL_PRIVATE_HOSTS: `127.0.0.1:${smtp.port}`,
  });
  ends.push(() => product.close());
  const answers: string[] = [];
  const sam = await signedIn(product, 'sam@clianta.example', SIGN_IN_PASSWORD);
  /** What is answered to others than whoever has put a secret in may quote none. */
  const call: ApiClient['call'] = async (...given) => {
    const answer = await sam.call(...given);
    answers.push(JSON.stringify(answer.body));
    return answer;
  };

  // a mailbox, with a wrong password first
  const mailbox = {
    address: 'sam@own.example',
    displayName: 'Sam',
    smtp: { host: '127.0.0.1', port: smtp.port, security: 'none' },
  };
  const connect = (password: string) => call('POST', '/email-accounts/connect', { ...mailbox, password });
  expect((await connect(WRONG_PASSWORD)).status).toBe(400);
  const { body: box } = await connect(MAIL_PASSWORD);
  smtp.atEnd.push({ reply: 550, text: 'no such person' });
  const tested = await call('POST', `/email-accounts/${box.id}/test`, {});
  await expect
    .poll(async () => (await sam.call('GET', `/email-messages/${tested.body.messageId}`)).body.status, {
      timeout: 15_000,
    })
    .toMatch(/failed|bounced|sent/);

  // an account that is signed in to, and whose sign-in does not hold any more
  const begun = await call('POST', '/integrations/google/connect', { features: ['calendar'] });
  const cookie = /clianta_connect=[^;]*/.exec(String(begun.headers.get('set-cookie')))?.[0];
  const back = google.consent(begun.body.url, 'sam@gmail.example');
  const returned = await fetch(`${product.url}/api/integrations/callback?${back}`, {
    headers: { cookie: `${sam.cookie}; ${cookie}` },
    redirect: 'manual',
  });
  const accountId = /#connected=(\w+)/.exec(
    decodeURIComponent(String(returned.headers.get('location'))),
  )?.[1];
  expect(accountId).toBeDefined();
  google.expireAccess();
  google.isRevoked = true;
  const refused = await call('POST', `/integrations/accounts/${accountId}/test`, {});
  expect(refused.status).toBeGreaterThanOrEqual(400);
  const key = { features: ['enrich'], values: { key: VENDOR_KEY } };
  expect((await call('POST', '/integrations/apollo/key', key)).status).toBe(400);

  // secrets of webhooks and tokens are shown once, to whoever makes them
  const hook = await sam.call('POST', '/webhook-subscriptions/make', {
    name: 'ERP',
    url: 'https://erp.invalid/hook',
    events: ['contact.created'],
  });
  const token = await sam.call('POST', '/api-tokens/issue', { name: 'Import', access: 'write' });
  const secrets = [hook.body.secret, token.body.token];
  expect(secrets).toEqual([expect.stringMatching(/^whsec_/), expect.any(String)]);

  // a person, in all ways that something can be said of them, the wrong ones as well
  const [email, name, phone] = PERSON;
  const byToken = (method: string, path: string, body?: unknown) =>
    request(`${product.url}/api/workspaces/${sam.workspaceId}${path}`, method, body, {
      authorization: `Bearer ${token.body.token}`,
    });
  expect((await byToken('POST', '/contacts', { name, email, phone })).status).toBe(201);
  expect((await byToken('POST', '/contacts', { name, email, phones: phone })).status).toBe(400);
  expect((await byToken('POST', '/contacts', `{"email": "${email}"`)).status).toBe(400);
  await byToken('GET', `/contacts?search=${encodeURIComponent(email)}`);
  await byToken('GET', `/contacts/${encodeURIComponent(email)}`);
  await request(`${product.url}/api/auth/sign-in`, 'POST', { email, password: WRONG_PASSWORD });
  const turn = await byToken('POST', '/agents/chat', {
    message: `what does ${name} (${email}, ${phone}) think of our last offer, in your own words?`,
  });
  expect(turn.status).toBe(200);
  await expect
    .poll(async () => (await sam.call('GET', '/webhook-deliveries')).body.records?.length, {
      timeout: 15_000,
    })
    .toBeGreaterThan(0);
  await call('GET', '/audit?limit=200');

  const health = JSON.stringify((await request(`${product.url}/healthz`, 'GET')).body);
  await product.close();
  const kept = await stored(uri.toString());
  expect(kept).toContain('canary.person@secret.example');
  const session = sam.cookie.split('=')[1] ?? '-';
  const everySecret = [
    ...secrets,
    ...[MODEL_KEY, MAIL_PASSWORD, WRONG_PASSWORD, SIGN_IN_PASSWORD, VENDOR_KEY, session],
    ...google.issued,
  ];
  expect(google.issued.length).toBeGreaterThan(1);
  const log = product.output();
  // the log is the one that would have said it
  expect(log.split('\n').length).toBeGreaterThan(10);
  for (const secret of [...everySecret, google.clientSecret]) {
    expect(kept.includes(secret), `in the database: ${secret}`).toBe(false);
    for (const said of [log, health, ...answers]) expect(about(said, secret)).toBeUndefined();
  }
  for (const one of PERSON) expect(about(log, one)).toBeUndefined();
});

/** What is around something that should not be there. */
function about(text: string, found: string): string | undefined {
  const at = text.indexOf(found);
  return at < 0 ? undefined : text.slice(Math.max(0, at - 300), at + 300);
}

/** Every document of every collection, jobs and the audit log among them. */
async function stored(uri: string): Promise<string> {
  const client = await new MongoClient(uri).connect();
  try {
    const parts: string[] = [];
    for (const { name } of await client.db().listCollections().toArray())
      for await (const document of client.db().collection(name).find({}))
        parts.push(JSON.stringify(document));
    return parts.join('\n');
  } finally {
    await client.close();
  }
}
