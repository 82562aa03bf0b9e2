import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import type { Integration } from '@clianta/crm-core/integrations/layer/define-integration';
import { microsoft as microsoftIntegration } from '@clianta/crm-core/integrations/microsoft/microsoft.integration';
import { renewWatches } from '@clianta/crm-core/integrations/watch/renew-watches';
import { wake } from '@clianta/crm-core/integrations/watch/wake';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { microsoftAccount } from '../../support/microsoft-account.ts';
import { MicrosoftStandIn } from '../../support/microsoft-stand-in.ts';
import type { TestDatabase } from '../../support/test-crm.ts';

const DAY_MS = 86_400_000;
const google = new GoogleApiStandIn();
const microsoft = new MicrosoftStandIn();
let clock = new Date();

const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await google.start();
  await microsoft.start();
  return {
    now: () => clock,
    links: { url: 'https://crm.example', secret: 'of the server' },
    integrations: {
      env: {
        ...google.env,
        ...microsoft.env,
        GOOGLE_PUBSUB_TOPIC: 'projects/crm/topics/mail',
        GOOGLE_PUBSUB_SENDER: 'push@crm.iam.gserviceaccount.com',
      },
      box: new SecretBox(['a key of some length']),
      registry: [googleIntegration, microsoftIntegration],
      sleep: async () => {},
    },
  };
});
afterAll(async () => {
  await google.stop();
  await microsoft.stop();
});
beforeEach(() => {
  clock = new Date();
  google.clear();
  microsoft.subscriptions.clear();
  microsoft.validate = undefined;
});

type Push = Parameters<NonNullable<Integration['webhook']>>[0];

/** What the vendor says to our address. */
async function told({ crm }: TestDatabase, vendor: 'google' | 'microsoft', push: Partial<Push>) {
  const { integration, env } = crm.integrations.vendor(vendor);
  const path = `/integrations/push/${vendor}`;
  const whole = { path, headers: {}, query: {}, body: Buffer.alloc(0), ...push };
  const answer = await integration.webhook?.(whole, { crm, env });
  for (const one of answer?.wakes ?? []) await wake(crm, one);
  return answer;
}

/** The work that was ordered of a kind, since the beginning of the test. */
const ordered = (name: string) => orders.filter((one) => one === name).length;
const orders: string[] = [];
const heard = ({ crm }: TestDatabase) => {
  orders.length = 0;
  crm.enqueue = async ({ name }) => {
    orders.push(name);
    return { id: name, isNew: true } as never;
  };
};

describe('a calendar of Google', () => {
  const headersOf = (state: string) => {
    const [[id, channel] = []] = [...google.channels];
    if (!id || !channel) throw new Error('nothing is watched');
    return {
      'x-goog-channel-id': id,
      'x-goog-channel-token': channel.token,
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-state': state,
    };
  };

  it('is watched, and what is told of it wakes its sync; that it has begun wakes nothing', async ({
    db,
    home,
  }) => {
    const { id } = await googleAccount(db, google, home.scope, ['calendar']);
    heard(db);
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(1);
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(0);
    expect([...google.channels.values()]).toMatchObject([
      { address: 'https://crm.example/integrations/push/google' },
    ]);
    expect(await told(db, 'google', { headers: headersOf('sync') })).toMatchObject({
      status: 202,
      wakes: [],
    });
    expect(ordered('sync_stream')).toBe(0);
    expect(await told(db, 'google', { headers: headersOf('exists') })).toMatchObject({
      status: 202,
      wakes: [{ credentialId: id, feature: 'calendar', stream: 'primary' }],
    });
    expect(ordered('sync_stream')).toBe(1);
  });

  it.for(['x-goog-channel-id', 'x-goog-channel-token', 'x-goog-resource-id'])(
    'is not spoken of by whoever says another %s',
    async (name, { db, home }) => {
      await googleAccount(db, google, home.scope, ['calendar']);
      await renewWatches(db.crm, home.workspaceId);
      heard(db);
      const headers: Record<string, string> = headersOf('exists');
      for (const other of [`${headers[name]}x`, '', 'x'.repeat(400)])
        await expect(told(db, 'google', { headers: { ...headers, [name]: other } })).rejects.toThrow(
          'not of a channel',
        );
      expect(ordered('sync_stream')).toBe(0);
    },
  );

  it('is watched anew a day before the end, and the old channel is stopped and believed no more', async ({
    db,
    home,
  }) => {
    await googleAccount(db, google, home.scope, ['calendar']);
    await renewWatches(db.crm, home.workspaceId);
    const [old] = [...google.channels.keys()];
    const before = headersOf('exists');
    clock = new Date(clock.getTime() + 6 * DAY_MS + 60_000);
    google.expireAccess();
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(1);
    expect([...google.channels.keys()]).not.toContain(old);
    expect(google.channels.size).toBe(1);
    await expect(told(db, 'google', { headers: before })).rejects.toThrow('not of a channel');
    await told(db, 'google', { headers: headersOf('exists') });
  });

  it('stays read by the clock where the vendor refuses to watch', async ({ db, home }) => {
    await googleAccount(db, google, home.scope, ['calendar']);
    google.faults.push({ status: 403, body: { error: { message: 'WebHook callback is not verified' } } });
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(0);
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(1);
  });

  it('is let go of when it is disconnected', async ({ db, home }) => {
    const { id } = await googleAccount(db, google, home.scope, ['calendar']);
    await renewWatches(db.crm, home.workspaceId);
    await db.crm.integrations.disconnect(home.scope, id, 'keep');
    expect(google.channels.size).toBe(0);
  });
});

describe('a mailbox of Gmail', () => {
  const body = (emailAddress: string) =>
    Buffer.from(
      JSON.stringify({
        message: { data: Buffer.from(JSON.stringify({ emailAddress, historyId: 7 })).toString('base64') },
      }),
    );

  it('is read when Pub/Sub says so, signed by Google for its own account and this address', async ({
    db,
    home,
  }) => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const stranger = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    const certs = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => certs.listen(0, '127.0.0.1', resolve));
    const { port } = certs.address() as AddressInfo;
    await googleAccount(db, google, home.scope, ['mail'], 'sam@gmail.example');
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(1);
    expect(google.mail.topic).toBe('projects/crm/topics/mail');
    const { integration, env } = db.crm.integrations.vendor('google');
    const path = '/integrations/push/google/gmail';
    const claims = { email: 'push@crm.iam.gserviceaccount.com', email_verified: true };
    const signed = (over: object, key = privateKey, audience = `https://crm.example${path}`) =>
      new SignJWT({ ...claims, ...over })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer('https://accounts.google.com')
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(key);
    const push = (token: string) =>
      integration.webhook?.(
        { path, headers: { authorization: `Bearer ${token}` }, query: {}, body: body('Sam@gmail.example') },
        { crm: db.crm, env: { ...(env as object), GOOGLE_API_URL: `http://127.0.0.1:${port}` } as never },
      );
    expect(await push(await signed({}))).toMatchObject({ status: 204, wakes: [{ feature: 'mail' }] });
    for (const token of [
      await signed({ email: 'other@crm.iam.gserviceaccount.com' }),
      await signed({ email_verified: false }),
      await signed({}, stranger.privateKey),
      await signed({}, privateKey, 'https://other.example'),
      'x.y.z',
    ])
      await expect(push(token)).rejects.toThrow('does not prove');
    certs.close();
    // the other account of the test is not asked to read anything
    expect((await push(await signed({})))?.wakes).toHaveLength(1);
  });

  it('has its mail read at once', async ({ db, home }) => {
    const { id: credentialId } = await googleAccount(db, google, home.scope, ['mail'], 'sam2@gmail.example');
    heard(db);
    await wake(db.crm, { workspaceId: home.workspaceId, credentialId, feature: 'mail', stream: 'mail' });
    expect(ordered('sync_mail_account')).toBe(1);
  });
});

describe('calendar and mail of Microsoft', () => {
  const notice = (over: object = {}, at = 0) => {
    const [subscriptionId, { clientState }] = [...microsoft.subscriptions][at] ?? ['', { clientState: '' }];
    return Buffer.from(
      JSON.stringify({ value: [{ subscriptionId, clientState, changeType: 'created', ...over }] }),
    );
  };
  const features = ['calendar', 'mail'];

  it('are watched once the address has given the token back, and wake what they are of', async ({
    db,
    home,
  }) => {
    await microsoftAccount(db, microsoft, home.scope, features);
    heard(db);
    microsoft.validate = async (validationToken) => {
      const answer = await told(db, 'microsoft', { query: { validationToken } });
      return answer?.status === 200 ? String(answer.body) : '';
    };
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(2);
    expect([...microsoft.subscriptions.values()].map(({ resource }) => resource)).toEqual([
      '/me/events',
      "/me/mailFolders('inbox')/messages",
    ]);
    expect(await told(db, 'microsoft', { body: notice() })).toMatchObject({
      status: 202,
      wakes: [{ feature: 'calendar' }],
    });
    expect(ordered('sync_stream')).toBe(1);
    await told(db, 'microsoft', { body: notice({}, 1) });
    expect(ordered('sync_mail_account')).toBe(1);
  });

  it('are not spoken of by whoever does not know the state, or names another subscription', async ({
    db,
    home,
  }) => {
    await microsoftAccount(db, microsoft, home.scope, features);
    await renewWatches(db.crm, home.workspaceId);
    const [{ clientState } = { clientState: '' }] = [...microsoft.subscriptions.values()];
    const [id = '', secret = ''] = clientState.split('.');
    for (const over of [
      { clientState: `${id}.${secret.slice(1)}x` },
      { clientState: `${id}.` },
      { clientState: secret },
      { clientState: undefined },
      { subscriptionId: 'another' },
    ])
      await expect(told(db, 'microsoft', { body: notice(over) })).rejects.toThrow('not of a subscription');
    for (const body of ['', '{', '[]', '{"value":[]}', '{"value":"x"}'])
      await expect(told(db, 'microsoft', { body: Buffer.from(body) })).rejects.toThrow(
        'not of a subscription',
      );
    const long = { validationToken: 'x'.repeat(3_000) };
    await expect(told(db, 'microsoft', { query: long })).rejects.toThrow('not of a subscription');
  });

  it('are watched anew at half of the two days, and at once when Graph says so', async ({ db, home }) => {
    await microsoftAccount(db, microsoft, home.scope, ['calendar']);
    await renewWatches(db.crm, home.workspaceId);
    const [first] = [...microsoft.subscriptions.keys()];
    clock = new Date(clock.getTime() + DAY_MS - 60_000);
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(0);
    clock = new Date(clock.getTime() + 120_000);
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(1);
    expect([...microsoft.subscriptions.keys()]).not.toContain(first);
    const body = notice({ lifecycleEvent: 'reauthorizationRequired' });
    expect(await told(db, 'microsoft', { body })).toMatchObject({ wakes: [{ feature: 'calendar' }] });
    expect(await renewWatches(db.crm, home.workspaceId)).toBe(1);
    expect(microsoft.subscriptions.size).toBe(1);
  });
});
