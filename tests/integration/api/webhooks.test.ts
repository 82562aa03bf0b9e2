import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';

const it = apiTest;
const ERP = { name: 'ERP', url: 'https://erp.invalid/hook', events: ['deal.won'] };

describe('webhooks through the API', () => {
  it('give their secret once, and to nobody what it is kept as', async ({ sam }) => {
    const made = await sam.call('POST', '/webhook-subscriptions/make', ERP);
    expect(made.status).toBe(201);
    expect(made.body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const { id } = made.body.record;
    const next = await sam.call('POST', `/webhook-subscriptions/${id}/secret`, {});
    expect(next.body.secret).not.toBe(made.body.secret);
    const filter = encodeURIComponent(
      JSON.stringify({ where: [{ field: 'recordId', op: 'eq', value: id }] }),
    );
    for (const path of [
      `/webhook-subscriptions/${id}`,
      '/webhook-subscriptions',
      `/audit?filter=${filter}`,
    ]) {
      const shown = JSON.stringify((await sam.call('GET', path)).body);
      expect(shown, path).toContain('ERP');
      expect(shown, path).not.toMatch(/sealedSecrets|whsec_|v1\./);
    }
    const tested = await sam.call('POST', `/webhook-subscriptions/${id}/test`, {});
    expect(tested.status).toBe(202);
    const { body } = await sam.call('GET', `/webhook-deliveries/${tested.body.deliveryId}`);
    expect(body).toMatchObject({ type: 'webhook.test', subscriptionId: id });
    expect(body.payload).toBeUndefined();
    const again = await sam.call('POST', '/webhook-deliveries/again', { ids: [tested.body.deliveryId, 'x'] });
    expect(again.body).toEqual({ waiting: 1 });
  });

  it('refuse private addresses and unknown events', async ({ sam }) => {
    for (const values of [
      { url: 'https://169.254.169.254/' },
      { url: 'http://erp.example.com/' },
      { events: ['deal.eaten'] },
      { events: [] },
    ])
      expect(
        (await sam.call('POST', '/webhook-subscriptions/make', { ...ERP, name: 'X', ...values })).status,
      ).toBe(400);
  });

  it('are for admins alone', async ({ tom }) => {
    for (const [method, path, body] of [
      ['GET', '/webhook-subscriptions', undefined],
      ['GET', '/webhook-deliveries', undefined],
      ['GET', '/webhook-events', undefined],
      ['POST', '/webhook-subscriptions/make', ERP],
      ['POST', '/webhook-deliveries/again', { ids: ['x'] }],
      ['POST', '/schedules/duplicates/run', {}],
    ] as const)
      expect((await tom.call(method, path, body)).status, `${method} ${path}`).toBe(403);
  });
});

it('the clock is shown to everybody, and begun by hand by an admin', async ({ sam, tom }) => {
  const { schedules } = (await tom.call('GET', '/schedules')).body;
  expect(schedules).toContainEqual(
    expect.objectContaining({
      work: 'duplicates',
      localTime: '02:40',
      isOn: true,
      label: 'Search for duplicates',
    }),
  );
  expect((await sam.call('POST', '/schedules/duplicates/run')).status).toBe(202);
  expect((await sam.call('POST', '/schedules/constructor/run')).status).toBe(404);
});
