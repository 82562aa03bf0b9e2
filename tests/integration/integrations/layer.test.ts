import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { IntegrationCredential } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { SyncLinks } from '@clianta/crm-core/integrations/sync/sync-links';
import { SyncLog } from '@clianta/crm-core/integrations/sync/sync-log';
import { syncStream } from '@clianta/crm-core/integrations/sync/sync-stream';
import { VendorUsage } from '@clianta/crm-core/integrations/sync/vendor-usage';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { type SpanFacts, traceBy } from '@clianta/crm-core/telemetry/span';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';
import { garden, shed, VendorStandIn } from '../../support/vendor-stand-in.ts';

const REDIRECT = 'https://crm.example/api/integrations/callback';
const BOX = new SecretBox(['a key of some length']);
let vendor: VendorStandIn;
let databases: TestDatabase[];
let home: TestWorkspace;
let clock = new Date('2026-03-02T09:00:00Z');
const slept: number[] = [];

/** Processes on one database, each with its own connection. */
const open = (box = BOX) =>
  openTestCrm({
    now: () => clock,
    integrations: {
      env: vendor.env,
      box,
      registry: [garden, shed],
      // waiting for somebody else's refresh is real time; all other waits are written down
      sleep: async (ms) => {
        if (ms <= 250) return new Promise((resolve) => setTimeout(resolve, ms));
        slept.push(ms);
      },
    },
  });

beforeAll(async () => {
  vendor = await new VendorStandIn().start();
  databases = await Promise.all(Array.from({ length: 4 }, () => open()));
  await databases[0]?.crm.integrations.ensureIndexes();
});
afterAll(async () => {
  await Promise.all(databases.map((one) => one.close()));
  await vendor.stop();
});
beforeEach(async () => {
  clock = new Date('2026-03-02T09:00:00Z');
  slept.length = 0;
  vendor.faults.length = 0;
  vendor.calls.length = 0;
  vendor.made.length = 0;
  vendor.refreshes = 0;
  vendor.revoked = 0;
  vendor.refreshMs = 0;
  vendor.tokenFault = undefined;
  home = await aWorkspace(own().crm);
});

const own = (at = 0) => databases[at] as TestDatabase;
const later = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};

async function connected(account = `${newId()}@garden.example`, features = ['beds'], scope?: string) {
  const { integrations } = own().crm;
  const { url, browser } = await integrations.begin(home.scope, 'garden', features, REDIRECT);
  return integrations.finish(vendor.consent(url, account, scope), { browser, userId: home.scope.actor.id });
}
const call = (id: string, request: object = { path: '/beds' }, at = 0) =>
  own(at)
    .crm.integrations.connection(home.workspaceId, id)
    .then((one) => one.call(request as never));
const stored = (id: string) => own().crm.integrations.store.read(home.workspaceId, id);

describe('connecting an account', () => {
  it('asks for the scopes of the feature alone, with PKCE, and keeps the tokens sealed', async () => {
    const { integrations } = own().crm;
    const { url } = await integrations.begin(home.scope, 'garden', ['beds'], REDIRECT);
    const asked = new URL(url).searchParams;
    expect(asked.get('scope')).toBe('me beds.read beds.write');
    expect(asked.get('code_challenge_method')).toBe('S256');
    const { credential, notGranted } = await connected('sam@garden.example');
    expect(notGranted).toEqual([]);
    expect(credential).toMatchObject({ name: 'sam@garden.example', features: ['beds'], state: 'ok' });
    expect(JSON.stringify(credential)).not.toContain('sealed');
    const raw = JSON.stringify(
      await own().crm.store.model(IntegrationCredential).findById(credential.id).lean(),
    );
    expect(raw).not.toMatch(/access-|refresh-/);
    expect((await call(credential.id)).status).toBe(200);
  });

  it('takes each state once, from the browser and the person that began, for ten minutes', async () => {
    const { integrations } = own().crm;
    const userId = home.scope.actor.id;
    const begun = async () => {
      const { url, browser } = await integrations.begin(home.scope, 'garden', ['beds'], REDIRECT);
      return { back: vendor.consent(url, `${newId()}@x.example`), browser };
    };
    const again = /begun elsewhere, is too old or was used already/;
    const first = await begun();
    await expect(integrations.finish(first.back, { browser: 'another', userId })).rejects.toThrow(again);
    await expect(integrations.finish(first.back, { browser: first.browser, userId })).rejects.toThrow(again);
    const second = await begun();
    const { actor } = await home.member('Kim Lee');
    await expect(
      integrations.finish(second.back, { browser: second.browser, userId: actor.id }),
    ).rejects.toThrow(again);
    const third = await begun();
    later(11 * 60_000);
    await expect(integrations.finish(third.back, { browser: third.browser, userId })).rejects.toThrow(again);
    const fourth = await begun();
    await integrations.finish(fourth.back, { browser: fourth.browser, userId });
    await expect(integrations.finish(fourth.back, { browser: fourth.browser, userId })).rejects.toThrow(
      again,
    );
  });

  it('leaves a feature off that the vendor was not allowed, and says which', async () => {
    const { credential, notGranted } = await connected(undefined, ['beds', 'tools'], 'me tools beds.read');
    expect(notGranted).toEqual(['beds']);
    expect(credential.features).toEqual(['tools']);
  });

  it('is an admin’s where it is for all, and says what is missing where there is no client', async () => {
    const { integrations } = own().crm;
    const member = await home.member('Kim Lee');
    await expect(integrations.begin(member, 'garden', ['tools'], REDIRECT)).rejects.toThrow(
      'Tools is connected by an admin, for everybody.',
    );
    const bare = await openTestCrm({ integrations: { registry: [garden], box: BOX } });
    await expect(bare.crm.integrations.begin(home.scope, 'garden', ['beds'], REDIRECT)).rejects.toThrow(
      'whoever runs Clianta sets GARDEN_ID and GARDEN_SECRET',
    );
    await bare.close();
  });

  it('refuses an account that a teammate has connected', async () => {
    const { credential } = await connected();
    const { integrations } = own().crm;
    const kim = await home.member('Kim Lee');
    const { url, browser } = await integrations.begin(kim, 'garden', ['beds'], REDIRECT);
    await expect(
      integrations.finish(vendor.consent(url, credential.name), { browser, userId: kim.actor.id }),
    ).rejects.toThrow(/Sam Rivera has connected/);
    expect(await integrations.of(kim, 'garden')).toEqual([]);
  });

  it('takes a key, shows its last four characters, and refuses a wrong one', async () => {
    const { integrations } = own().crm;
    await expect(
      integrations.connectByKey(home.scope, 'shed', { key: 'a bad key' }, ['rakes']),
    ).rejects.toThrow('Shed does not accept this key (401). Copy it anew from there');
    const broken = integrations.connectByKey(home.scope, 'shed', { key: 'a good\nkey' }, ['rakes']);
    await expect(broken).rejects.toThrow(/^Key holds a line break or a character that no key of Shed has/);
    const made = await integrations.connectByKey(home.scope, 'shed', { key: 'a good key' }, ['rakes']);
    expect(made).toMatchObject({ keyHint: ' key', name: 'The shed', features: ['rakes'] });
    expect((await call(made.id)).status).toBe(200);
    const member = await home.member('Kim Lee');
    expect(await integrations.withFeature(member, 'rakes')).toMatchObject({ id: made.id });
  });
});

describe('tokens', () => {
  it('are refreshed once, however many processes find them used up at the same time', async () => {
    const { credential } = await connected();
    later(3_600_000);
    vendor.refreshMs = 300;
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        call(credential.id, { path: `/beds/${at}` }, at % databases.length),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(24).fill(200));
    expect(vendor.refreshes).toBe(1);
    expect((await stored(credential.id)).tokenVersion).toBe(2);
  });

  it('are refreshed five minutes early, while what they open goes on', async () => {
    const { credential } = await connected();
    later(3_600_000 - 4 * 60_000);
    vendor.tokenFault = { status: 503 };
    expect((await call(credential.id)).status).toBe(200);
    expect(vendor.refreshes).toBe(1);
    // for half a minute nobody tries again
    expect((await call(credential.id)).status).toBe(200);
    expect(vendor.refreshes).toBe(1);
    later(31_000);
    vendor.tokenFault = undefined;
    await call(credential.id);
    expect(vendor.refreshes).toBe(2);
  });

  it('are refreshed once after the vendor has refused one that should hold', async () => {
    const { credential } = await connected();
    vendor.expireAccess();
    expect((await call(credential.id)).status).toBe(200);
    expect(vendor.refreshes).toBe(1);
  });

  it('are taken over from a process that has died while it refreshed, when its claim is over', async () => {
    const { credential } = await connected();
    later(3_600_000);
    await own().crm.integrations.store.raw.updateOne(
      { _id: credential.id as never },
      { $set: { refreshUntil: new Date(clock.getTime() + 30_000) } },
    );
    later(30_000);
    expect((await call(credential.id)).status).toBe(200);
  });

  it('want a person once they are revoked, who is told once', async () => {
    const { credential } = await connected();
    vendor.revokeAll();
    later(3_600_000);
    for (let turn = 0; turn < 3; turn++) await expect(call(credential.id)).rejects.toThrow(/anew/);
    expect(vendor.refreshes).toBe(1);
    const after = await own().crm.integrations.get(home.scope, credential.id);
    expect(after).toMatchObject({
      state: 'reconnect',
      lastError: { whatToDo: expect.stringContaining('Connect Garden anew') },
    });
    const { credential: again } = await connected(credential.name);
    expect(again).toMatchObject({ id: credential.id, state: 'ok' });
    expect((await call(again.id)).status).toBe(200);
  });

  it('are sealed anew when there is a newer key, and opened by the one before meanwhile', async () => {
    const { credential } = await connected();
    const next = await open(new SecretBox(['a newer key of some length', 'a key of some length']));
    const { integrations } = next.crm;
    expect(await integrations.check(home.workspaceId)).toMatchObject({ resealed: 1, failing: 0 });
    expect(await integrations.check(home.workspaceId)).toMatchObject({ resealed: 0 });
    await expect(call(credential.id)).rejects.toThrow(/ENCRYPTION_KEYS/);
    const connection = await integrations.connection(home.workspaceId, credential.id);
    expect((await connection.call({ path: '/beds' })).status).toBe(200);
    await next.close();
  });
});

describe('calls', () => {
  it('are traced with their vendor and what came of it, and not with what was asked', async () => {
    const { credential } = await connected();
    const spans: Array<{ name: string; facts: SpanFacts; ended: unknown[] }> = [];
    traceBy({
      begin(kind, name) {
        const span = { name: `${kind} ${name}`, facts: {}, ended: [] as unknown[] };
        spans.push(span);
        return {
          note: (facts) => Object.assign(span.facts, facts),
          end: (...how) => span.ended.push(...how),
        };
      },
    });
    try {
      await call(credential.id, { path: '/beds', query: { owner: 'jane@planted.example' } });
    } finally {
      traceBy(undefined);
    }
    expect(spans).toEqual([{ name: 'vendor garden', facts: { method: 'GET', status: 200 }, ended: [] }]);
  });

  it('are repeated after 1, 5 and 30 s where that does no harm', async () => {
    const { credential } = await connected();
    vendor.faults.push({ status: 500 }, 'cut', { status: 502 });
    expect((await call(credential.id)).status).toBe(200);
    expect(slept).toEqual([1_000, 5_000, 30_000]);
    vendor.faults.push({ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 });
    await expect(call(credential.id)).rejects.toMatchObject({ status: 500 });
  });

  it('that make something are not repeated; whether it was done is said to be unknown', async () => {
    const { credential } = await connected();
    vendor.faults.push('lost');
    await expect(
      call(credential.id, { method: 'POST', path: '/beds', json: { name: 'Tulips' } }),
    ).rejects.toMatchObject({ isUnsure: true });
    expect(vendor.made).toEqual([{ name: 'Tulips' }]);
    expect(slept).toEqual([]);
  });

  it('leave a vendor alone, in every process, for as long as it wants', async () => {
    const { credential } = await connected();
    vendor.faults.push({ status: 429, headers: { 'retry-after': '90' } });
    await expect(call(credential.id)).rejects.toMatchObject({ retryAfterMs: 90_000 });
    later(60_000);
    await expect(call(credential.id, undefined, 1)).rejects.toMatchObject({ retryAfterMs: 30_000 });
    expect(await stored(credential.id)).toMatchObject({ state: 'throttled' });
    later(30_000);
    expect((await call(credential.id, undefined, 1)).status).toBe(200);
    expect(await stored(credential.id)).toMatchObject({ state: 'ok' });
  });

  it('keep to the vendor’s limits exactly, over all processes', async () => {
    const { credential } = await connected();
    vendor.calls.length = 0;
    const many = () =>
      Promise.allSettled(
        Array.from({ length: 12 }, (_, at) => call(credential.id, { path: '/beds', limit: 'few' }, at % 4)),
      );
    const passed = (await many()).filter(({ status }) => status === 'fulfilled');
    expect([passed.length, vendor.calls.length]).toEqual([3, 3]);
    later(30_000);
    expect((await many()).filter(({ status }) => status === 'fulfilled')).toEqual([]);
    later(40_000);
    expect((await many()).filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('go nowhere else: no redirect is followed, no other host asked', async () => {
    const { credential } = await connected();
    vendor.faults.push({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    await expect(call(credential.id)).rejects.toThrow(/sends us somewhere else/);
    await expect(call(credential.id, { path: 'http://127.0.0.1:1/next' })).rejects.toThrow(
      /is not an address of Garden/,
    );
    expect((await call(credential.id, { path: `${vendor.url}/api/next` })).status).toBe(200);
  });

  it('say what the vendor says of what it does not do', async () => {
    const { credential } = await connected();
    vendor.faults.push({ status: 400, body: { error: { message: 'The bed is full' } } });
    await expect(call(credential.id)).rejects.toThrow('Garden refuses this (400): The bed is full');
    vendor.faults.push({ status: 404, body: {} });
    expect((await call(credential.id, { path: '/beds/1', takes: [404] })).status).toBe(404);
  });

  it('are none while somebody has paused it', async () => {
    const { credential } = await connected();
    const { integrations } = own().crm;
    await integrations.pause(home.scope, credential.id, true);
    vendor.calls.length = 0;
    await expect(call(credential.id)).rejects.toThrow(/is paused/);
    expect(vendor.calls).toEqual([]);
    await integrations.pause(home.scope, credential.id, false);
    expect((await call(credential.id)).status).toBe(200);
  });
});

describe('disconnecting', () => {
  it('revokes, forgets the tokens, keeps what was synced, and knows the account when it comes back', async () => {
    const { credential } = await connected();
    const { crm } = own();
    const contact = await crm.records(Contact).create(home.scope, { name: 'Ada Quist' });
    const place = {
      workspaceId: home.workspaceId,
      credentialId: credential.id,
      object: 'person',
      externalId: 'p1',
    };
    await new SyncLinks(crm).save(place, { entity: 'contact', recordId: contact.id, base: {} });
    await crm.integrations.disconnect(home.scope, credential.id, 'keep');
    expect(vendor.revoked).toBe(1);
    const raw = await crm.store
      .model(IntegrationCredential)
      .findById(credential.id)
      .lean<{ sealed?: string }>();
    expect(raw?.sealed ?? null).toBeNull();
    expect(await crm.records(Contact).get(home.scope, contact.id)).toMatchObject({ isDeleted: false });
    const { credential: again } = await connected(credential.name);
    expect(again.id).toBe(credential.id);
    expect(await new SyncLinks(crm).find(place)).toMatchObject({ recordId: contact.id });
    expect(await crm.integrations.disconnect(home.scope, again.id, 'delete')).toEqual({ deleted: 1 });
    await expect(crm.records(Contact).get(home.scope, contact.id)).rejects.toThrow();
  });

  it('works also when the vendor is gone', async () => {
    const { credential } = await connected();
    const { crm } = own();
    const elsewhere = await openTestCrm({
      now: () => clock,
      integrations: {
        env: { ...vendor.env, GARDEN_URL: 'http://127.0.0.1:1' },
        box: BOX,
        registry: [garden],
      },
    });
    await elsewhere.crm.integrations.disconnect(home.scope, credential.id, 'keep');
    expect(await crm.integrations.of(home.scope)).toEqual([]);
    await elsewhere.close();
  });
});

it('pauses a link that would not stop to change', async () => {
  const links = new SyncLinks(own().crm);
  const place = { workspaceId: home.workspaceId, credentialId: newId(), object: 'bed', externalId: '1' };
  const values = { entity: 'contact', recordId: newId(), base: {} };
  const states: string[] = [];
  for (let turn = 0; turn < 5; turn++) states.push((await links.save(place, values)).state);
  expect(states).toEqual(['ok', 'ok', 'ok', 'ok', 'paused']);
  await links.resume(place.credentialId);
  later(11 * 60_000);
  expect((await links.save(place, values)).state).toBe('ok');
});

it('grants no more of what a vendor charges for than there is, over all processes', async () => {
  const reserve = (at: number) =>
    new VendorUsage(own(at).crm).reserve(home.workspaceId, 'shed', '2026-03', { want: 7, limit: 20 });
  const granted = await Promise.all(Array.from({ length: 8 }, (_, at) => reserve(at % 4)));
  expect(granted.reduce((sum, one) => sum + one, 0)).toBe(20);
  const usage = new VendorUsage(own().crm);
  await usage.settle(home.workspaceId, 'shed', '2026-03', { reserved: 7, used: 2 });
  expect(await usage.of(home.workspaceId, 'shed', '2026-03')).toEqual({ used: 2, reserved: 13 });
  expect(await reserve(0)).toBe(5);
});

it('counts runs that fail, and tells whose account it is after three', async () => {
  const { credential } = await connected();
  const { crm } = own();
  const order = {
    workspaceId: home.workspaceId,
    credentialId: credential.id,
    feature: 'beds',
    stream: 'all',
  };
  const states: string[] = [];
  for (let turn = 0; turn < 3; turn++) {
    vendor.faults.push({ status: 400, body: { message: 'The gate is shut' } });
    await syncStream(crm, order, AbortSignal.timeout(5_000)).catch(() => {});
    states.push((await stored(credential.id)).state);
    later(1_000);
  }
  expect(states).toEqual(['ok', 'ok', 'error']);
  const after = await crm.integrations.get(home.scope, credential.id);
  expect(after.lastError?.what).toContain('The gate is shut');
  await syncStream(crm, order, AbortSignal.timeout(5_000));
  expect((await stored(credential.id)).state).toBe('ok');
  const runs = await new SyncLog(crm).of(home.workspaceId, credential.id);
  expect(runs.map(({ errors }) => errors.length)).toEqual([0, 1, 1, 1]);
});

it('revokes nothing while another workspace uses the same account', async () => {
  const { credential } = await connected();
  const first = home;
  home = await aWorkspace(own().crm);
  const { credential: second } = await connected(credential.name);
  await own().crm.integrations.disconnect(home.scope, second.id, 'keep');
  expect(vendor.revoked).toBe(0);
  home = first;
  await own().crm.integrations.disconnect(home.scope, credential.id, 'keep');
  expect(vendor.revoked).toBe(1);
});
