import { Webhook } from 'standardwebhooks';
import { describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { request } from '../../support/api-server.ts';

const it = apiTest;
const SHOP = {
  name: 'Shop',
  kind: 'contact',
  matchBy: 'email',
  mapping: [
    { path: 'name', field: 'name' },
    { path: 'mail', field: 'email' },
  ],
};

/** Headers as the other system makes them. */
function signed(secret: string, id: string, body: string, at = new Date()): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

/** On this machine, whatever address people are told. */
const local = (server: { url: string }, address: string) => `${server.url}${new URL(address).pathname}`;

describe('events through the door of another system', () => {
  it('are stored before they are acknowledged, once for an id, and become records', async ({
    server,
    sam,
  }) => {
    const { status, body: made } = await sam.call('POST', '/inbound-hooks/make', SHOP);
    expect(status).toBe(201);
    expect(made.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const url = local(server, made.address);
    const body = JSON.stringify({ name: 'Ada Quist', mail: 'ada@hook.example' });
    const first = await request(url, 'POST', body, signed(made.secret, 'evt_1', body));
    expect([first.status, first.body]).toEqual([202, { id: 'evt_1', isNew: true }]);
    const again = await request(url, 'POST', body, signed(made.secret, 'evt_1', body));
    expect([again.status, again.body]).toEqual([202, { id: 'evt_1', isNew: false }]);
    const events = async () =>
      (await sam.call('GET', '/inbound-events')).body.records as Array<Record<string, unknown>>;
    await vi.waitFor(async () => expect(await events()).toMatchObject([{ status: 'done' }]), {
      timeout: 10_000,
      interval: 50,
    });
    const [event] = await events();
    expect((await sam.call('GET', `/contacts/${event?.recordId}`)).body).toMatchObject({
      name: 'Ada Quist',
      outside: 'the webhook “Shop”',
    });
    const shown = JSON.stringify([
      (await sam.call('GET', '/inbound-hooks')).body,
      (await sam.call('GET', '/audit')).body,
      await events(),
    ]);
    expect(shown).not.toMatch(/whsec_|sealedSecrets|pathHash|"body"/);

    // nothing else gets in
    const sent = (text: string, headers: Record<string, string>) => request(url, 'POST', text, headers);
    const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    for (const [text, headers] of [
      [body, {}],
      [body, signed(other, 'evt_2', body)],
      [`${body} `, signed(made.secret, 'evt_2', body)],
      [body, signed(made.secret, 'evt_2', body, minutes(-6))],
      [body, signed(made.secret, 'evt_2', body, minutes(6))],
    ] as const)
      expect((await sent(text, headers)).status).toBe(401);
    const large = JSON.stringify({ name: 'x'.repeat(256 * 1_024) });
    expect((await sent(large, signed(made.secret, 'evt_3', large))).status).toBe(413);
    expect((await sent('[', signed(made.secret, 'evt_4', '['))).status).toBe(400);
    expect((await request(`${server.url}/hooks/${'x'.repeat(43)}`, 'POST', body)).status).toBe(404);
    expect((await request(url, 'GET')).status).toBe(404);
    expect(await events()).toHaveLength(1);

    // the secret before works beside the new one; an address before leads nowhere
    const { id } = made.record;
    const next = (await sam.call('POST', `/inbound-hooks/${id}/secret`, {})).body.secret;
    for (const [at, secret] of [made.secret, next].entries())
      expect((await sent(body, signed(secret, `evt_5${at}`, body))).status).toBe(202);
    const { address } = (await sam.call('POST', `/inbound-hooks/${id}/address`, {})).body;
    expect((await sent(body, signed(next, 'evt_6', body))).status).toBe(404);
    await sam.call('PATCH', `/inbound-hooks/${id}`, { status: 'paused' });
    const paused = await request(local(server, address), 'POST', body, signed(next, 'evt_7', body));
    expect([paused.status, paused.headers.get('retry-after')]).toEqual([503, '3600']);
  });

  it('need no signature where an admin chose the address alone, and are known by the id in what is sent', async ({
    server,
    sam,
  }) => {
    const { body: made } = await sam.call('POST', '/inbound-hooks/make', {
      ...SHOP,
      name: 'Form',
      proof: 'address',
      idPath: 'event.id',
    });
    expect(made.secret).toBeUndefined();
    const url = local(server, made.address);
    const sent = async (payload: object) => (await request(url, 'POST', payload)).body;
    expect(await sent({ event: { id: 7 }, name: 'Bo', mail: 'bo@hook.example' })).toMatchObject({
      id: '7',
      isNew: true,
    });
    expect(await sent({ event: { id: 7 }, name: 'Bo', mail: 'bo@hook.example' })).toMatchObject({
      isNew: false,
    });
    expect(await sent({ name: 'Bo', mail: 'bo@hook.example' })).toMatchObject({ isNew: true });
  });

  it('are set up by admins alone', async ({ tom }) => {
    for (const [method, path, body] of [
      ['GET', '/inbound-hooks', undefined],
      ['GET', '/inbound-events', undefined],
      ['GET', '/inbound-hook-kinds', undefined],
      ['POST', '/inbound-hooks/make', SHOP],
      ['POST', '/inbound-events/again', { ids: ['x'] }],
    ] as const)
      expect((await tom.call(method, path, body)).status, `${method} ${path}`).toBe(403);
  });

  it('are refused without a look when too many come that are not let in', async ({ server }) => {
    const url = `${server.url}/hooks/nobody`;
    let last = 404;
    for (let tries = 0; tries < 40 && last !== 429; tries++) last = (await request(url, 'POST', '{}')).status;
    expect(last).toBe(429);
  });
});
