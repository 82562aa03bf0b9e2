import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';

const spec = (values: object = {}) => ({
  spec: { metric: 'won_value', filter: {}, groupBy: ['owner'], ...values },
});
const typesOf = (body: { cards: Array<{ type: string }> }) => body.cards.map(({ type }) => type);

describe('reports on a page', () => {
  it('offer every figure with what it can be grouped by, and each of those can be asked', async ({ sam }) => {
    const { body } = await sam.call('GET', '/reports/choices');
    const won = body.choices.find(({ metric }: { metric: string }) => metric === 'won_value');
    expect(won).toMatchObject({ label: 'Won value', entity: 'opportunity', unit: 'money' });
    const values = won.groups.map(({ value }: { value: string }) => value);
    expect(values).toEqual(
      expect.arrayContaining(['closed per month', 'owner', 'stage', 'company.industry']),
    );
    expect(values).not.toContain('title');
    for (const groupBy of values) {
      const answer = await sam.call('POST', '/reports/run', spec({ groupBy: [groupBy] }));
      expect([groupBy, answer.status]).toEqual([groupBy, 200]);
    }
  });

  it('are worked out with their table and picture, are taken away as files, and refuse what there is not', async ({
    sam,
    tom,
  }) => {
    const answer = await sam.call('POST', '/reports/run', spec({ chart: 'bar' }));
    expect(answer.body.text).toContain('**Won value**');
    expect(typesOf(answer.body)).toEqual(['chart', 'table']);
    // who only reads sees the same
    expect((await tom.call('POST', '/reports/run', spec({ chart: 'bar' }))).body).toEqual(answer.body);
    const file = await sam.call('POST', '/reports/export', { ...spec(), format: 'csv' });
    expect(file.body).toMatchObject({ type: 'file', mediaType: 'text/csv' });
    const wrong = await sam.call('POST', '/reports/run', spec({ metric: 'happiness' }));
    expect([wrong.status, wrong.body.error.message]).toEqual([400, expect.stringContaining('no figure')]);
    expect((await sam.call('POST', '/reports/run', spec({ groupBy: ['shoe size'] }))).status).toBe(400);
  });
});

describe('the forecast on a page', () => {
  const period = { unit: 'quarter', count: 1, back: 0 };

  it('stands beside its targets and what was said before', async ({ sam }) => {
    const { status, body } = await sam.call('POST', '/forecasts/view', { period, groupBy: 'owner' });
    expect(status).toBe(200);
    expect(body.period).toEqual({ key: expect.stringMatching(/^\d{4}-Q[1-4]$/), label: expect.any(String) });
    expect(typesOf(body.forecast)).toContain('table');
    expect(body.targets.text).toContain('**The team** has');
    expect(body.trend.text).toContain('the forecast for');
    const week = await sam.call('POST', '/forecasts/view', { period: { unit: 'week', count: 1, back: 0 } });
    expect(week.body.period.key).toBeUndefined();
    expect(week.body.trend).toBeUndefined();
  });

  it('has targets that an admin sets, one for each, and nobody else', async ({ sam, tom }) => {
    const target = { period: '2031', amountMinor: 500_000, currency: 'USD' };
    expect((await tom.call('POST', '/targets', target)).status).toBe(403);
    expect((await sam.call('POST', '/targets', target)).status).toBe(201);
    expect((await sam.call('POST', '/targets', target)).status).toBe(409);
    expect((await sam.call('POST', '/targets', { ...target, period: 'soon' })).status).toBe(400);
    expect((await sam.call('POST', '/forecasts', { ...target, day: '2031-01-01' })).status).toBe(403);
  });
});
