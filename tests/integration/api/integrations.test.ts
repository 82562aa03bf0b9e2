import { Watches } from '@clianta/crm-core/integrations/watch/watches';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';

let google: GoogleApiStandIn;
let server: ApiServer;

beforeAll(async () => {
  google = await new GoogleApiStandIn().start();
  server = await anApiServer(google.env);
});
afterAll(async () => {
  await server.stop();
  await google.stop();
});

const BASE = '/integrations';
const cookieOf = (headers: Headers, name: string) =>
  new RegExp(`${name}=([^;]*)`).exec(String(headers.get('set-cookie')))?.[0] ?? '';

/** Signs in at Google and comes back in the same browser. */
async function connect(email: string, feature: string, account: string) {
  const client = await signedIn(server, email);
  const begun = await client.call('POST', `${BASE}/google/connect`, { features: [feature] });
  const back = google.consent(begun.body.url, account);
  const kept = cookieOf(begun.headers, 'clianta_connect');
  const returned = await fetch(`${server.url}/api/integrations/callback?${back}`, {
    headers: { cookie: `${client.cookie}; ${kept}` },
    redirect: 'manual',
  });
  return { client, begun, back, to: decodeURIComponent(String(returned.headers.get('location'))) };
}
const accountOf = async (client: Awaited<ReturnType<typeof signedIn>>) =>
  (await client.call('GET', BASE)).body.vendors.find((one: { name: string }) => one.name === 'google')
    .accounts;

describe('connecting over the API', () => {
  it('says what can be connected, and to admins what is set up at the vendor first', async () => {
    const client = await signedIn(server);
    const { body } = await client.call('GET', BASE);
    expect(body.redirect).toBe(`${server.url}/api/integrations/callback`);
    expect(body.vendors[0]).toMatchObject({
      name: 'google',
      title: 'Google',
      missing: [],
      accounts: [],
      features: [
        { name: 'calendar', of: 'person', isSynced: true },
        { name: 'mail', of: 'person', isSynced: false },
        { name: 'sheets', of: 'workspace', isSynced: false },
        { name: 'drive', of: 'workspace', isSynced: false },
      ],
    });
    expect(JSON.stringify(body.vendors[0].setUp)).toContain('/api/integrations/callback');
  });

  it('goes to the vendor and back, tests, pauses and disconnects, and shows no secret on the way', async () => {
    const { client, begun, to } = await connect('sam@clianta.example', 'calendar', 'sam@gmail.example');
    expect(String(begun.headers.get('set-cookie'))).toMatch(/HttpOnly/i);
    const [account] = await accountOf(client);
    expect(to).toBe(`/settings/integrations#connected=${account.id}`);
    expect(account).toMatchObject({
      name: 'sam@gmail.example',
      isMine: true,
      state: 'ok',
      features: ['calendar'],
    });
    const path = `${BASE}/accounts/${account.id}`;
    expect((await client.call('POST', `${path}/test`, {})).status).toBe(204);
    expect((await client.call('POST', `${path}/sync`, {})).body).toEqual({ ordered: 1 });
    expect((await client.call('POST', `${path}/pause`, { isPaused: true })).status).toBe(204);
    expect((await client.call('POST', `${path}/test`, {})).body.error.message).toContain('is paused');
    expect((await accountOf(client))[0]).toMatchObject({ state: 'paused' });
    await client.call('POST', `${path}/pause`, { isPaused: false });
    const raw = await client.call('GET', `/integration-credentials/${account.id}`);
    expect(raw.status).toBe(200);
    expect(JSON.stringify(raw.body)).not.toMatch(/ya29|1\/\/|sealed|v1\./);
    const audit = await client.call('GET', `/audit?entity=integrationCredential`);
    expect(JSON.stringify(audit.body)).not.toMatch(/ya29|1\/\/|v1\.[0-9a-f]{8}\./);
    expect((await client.call('POST', `${path}/disconnect`, { data: 'keep' })).body).toEqual({ deleted: 0 });
    expect(await accountOf(client)).toEqual([]);
    expect(google.revoked).toBe(1);
  });

  it('takes nobody back who has begun elsewhere, or is somebody else', async () => {
    const client = await signedIn(server);
    const begun = await client.call('POST', `${BASE}/google/connect`, { features: ['calendar'] });
    const back = google.consent(begun.body.url, 'evil@gmail.example');
    const returned = await fetch(`${server.url}/api/integrations/callback?${back}`, {
      headers: { cookie: client.cookie },
      redirect: 'manual',
    });
    expect(decodeURIComponent(String(returned.headers.get('location')))).toContain(
      '#problem=This sign-in was',
    );
    expect(await accountOf(client)).toEqual([]);
  });

  it('keeps members to their own, and to what is theirs to connect', async () => {
    const { client } = await connect('sam@clianta.example', 'calendar', 'sam@gmail.example');
    const [account] = await accountOf(client);
    const team = await client.call('GET', '/team-members?limit=20');
    const other = team.body.records.find(({ role }: { role: string }) => role === 'member');
    const member = await signedIn(server, other.email);
    expect(await accountOf(member)).toEqual([]);
    const path = `${BASE}/accounts/${account.id}`;
    expect((await member.call('POST', `${path}/disconnect`, { data: 'delete' })).status).toBe(404);
    const sheets = await member.call('POST', `${BASE}/google/connect`, { features: ['sheets'] });
    expect(sheets.status).toBe(403);
    expect((await member.call('GET', '/integration-credentials')).status).toBe(403);
  });

  it('lets in what a vendor says of a channel of ours, and no other', async () => {
    const { client } = await connect('sam@clianta.example', 'calendar', 'push@gmail.example');
    const account = (await accountOf(client)).find(
      ({ name }: { name: string }) => name === 'push@gmail.example',
    );
    const watches = new Watches(server.product.crm);
    const workspaceId = client.workspaceId;
    const of = { workspaceId, credentialId: account.id, feature: 'calendar', stream: 'primary' };
    const { watch, secret } = await watches.add(of, new Date(Date.now() + 60_000));
    const said = (token: string) =>
      fetch(`${server.url}/integrations/push/google`, {
        method: 'POST',
        headers: {
          'x-goog-channel-id': watch._id,
          'x-goog-channel-token': token,
          'x-goog-resource-id': 'r1',
          'x-goog-resource-state': 'exists',
        },
      });
    expect((await said(secret)).status).toBe(202);
    expect((await said(`${secret.slice(1)}x`)).status).toBe(401);
    const token = `${server.url}/integrations/push/microsoft?validationToken=Validation%3A%20a%20%3Cb%3E`;
    const echoed = await fetch(token, { method: 'POST' });
    expect(await echoed.text()).toBe('Validation: a <b>');
    expect(echoed.headers.get('content-type')).toContain('text/plain');
    expect(echoed.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers only pushes of vendors that send some', async () => {
    expect((await request(`${server.url}/integrations/push/google`, 'POST', {})).status).toBe(401);
    expect((await request(`${server.url}/integrations/push/notion`, 'POST', {})).status).toBe(404);
    expect((await request(`${server.url}/integrations/push/nobody/x`, 'POST', {})).status).toBe(404);
  });
});
