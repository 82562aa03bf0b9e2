import { sendOffer } from '@clianta/agents/proposals/freeze-proposal';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { changeProposal } from '@clianta/crm-core/crm/proposal/revise-proposal';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiClient, type ApiServer, request } from '../../support/api-server.ts';

const it = apiTest.extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' });
let asked = 0;

/** Each visitor has an address of their own, so that no test takes another's share. */
const visitor = () => ({ 'x-forwarded-for': `203.0.113.${++asked}` });

async function anOffer(server: ApiServer, { workspaceId }: ApiClient, values: object = {}) {
  const { crm } = server.product;
  const [sam] = (await crm.facts(workspaceId)).team.filter(({ name }) => name.startsWith('Sam'));
  const scope: Scope = {
    workspaceId,
    actor: { type: 'user', id: String(sam?.id), name: 'Sam' },
    role: 'owner',
  };
  const { records } = await crm.records(Opportunity).find(scope, { limit: 1 });
  const lines = [{ text: '<b>Seats</b>', quantity: 40, unitMinor: 3_000, taxRate: 0.19 }];
  const draft = await crm
    .records(Proposal)
    .create(scope, { dealId: String(records[0]?.id), ownerId: scope.actor.id, lines, ...values });
  const { proposal, address } = await sendOffer({ crm, scope }, draft);
  const path = new URL(address).pathname;
  const now = async () => crm.records(Proposal).get(scope, proposal.id);
  return { crm, scope, proposal, path, url: `${server.url}${path}`, address, now };
}

const answer = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${url}/answer`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...visitor(), 'sec-fetch-site': 'same-origin', ...headers },
    body: new URLSearchParams({
      revision: '1',
      answer: 'accepted',
      name: 'Jane Moss',
      email: 'jane@acme.example',
      ...fields,
    }),
  });

describe('the page of an offer', () => {
  it('shows all of it to whoever has the address, and to no search engine; a look at it is no view', async ({
    server,
    sam,
  }) => {
    const { url, address, now, proposal } = await anOffer(server, sam);
    expect(address).toMatch(/^http:\/\/localhost:\d+\/offer\/[\w-]{43}$/);
    const page = await request(url, 'GET', undefined, visitor());
    expect(page.status).toBe(200);
    expect(page.body).toContain('&#60;b&#62;Seats&#60;/b&#62;');
    expect(page.body).toContain('$1,428.00');
    expect(page.body).toContain(`Proposal ${proposal.reference}`);
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const policy = String(page.headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.body).not.toMatch(/(?:src|href)="https?:/);
    expect(await now()).toMatchObject({ status: 'sent', views: 0 });
    const nowhere = await request(`${url}x`, 'GET', undefined, visitor());
    expect([nowhere.status, nowhere.body.includes('leads to no proposal')]).toEqual([404, true]);
  });

  it('tells by itself that it was looked at; the team’s own looks do not count', async ({ server, sam }) => {
    const { url, now } = await anOffer(server, sam);
    const own = await request(`${url}/seen`, 'POST', undefined, { ...visitor(), cookie: sam.cookie });
    expect([own.status, (await now()).views]).toEqual([204, 0]);
    await request(`${url}/seen`, 'POST', undefined, visitor());
    await request(`${url}/seen`, 'POST', undefined, visitor());
    expect(await now()).toMatchObject({ status: 'viewed', views: 2 });
    const foreign = await request(`${url}/seen`, 'POST', undefined, {
      ...visitor(),
      origin: 'https://evil.example',
    });
    expect([foreign.status, (await now()).views]).toEqual([403, 2]);
  });

  it('is accepted once, by name, mail, time and address, and tells the owner', async ({ server, sam }) => {
    const { url, path, now, proposal, crm, scope } = await anOffer(server, sam);
    const nameless = await answer(url, { name: ' ' });
    expect([nameless.status, await nameless.text()]).toEqual([
      400,
      expect.stringContaining('Please say who you are'),
    ]);
    const mailless = await answer(url, { email: 'nobody' });
    expect(await mailless.text()).toContain('Please give your e-mail address');
    expect(
      (await answer(url, {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403);
    expect((await answer(url, { revision: '2' })).status).toBe(409);
    expect((await now()).status).toBe('sent');

    const both = await Promise.all([answer(url, {}), answer(url, {})]);
    expect(both.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, path],
      [303, path],
    ]);
    const after = await now();
    expect(after).toMatchObject({
      status: 'accepted',
      signer: { name: 'Jane Moss', email: 'jane@acme.example', ip: expect.stringMatching(/^203\.0\.113\./) },
    });
    expect((await request(url, 'GET', undefined, visitor())).body).toContain('Accepted by Jane Moss on');
    expect((await answer(url, { answer: 'declined', reason: 'x' })).status).toBe(409);
    const actions = await crm.records(UserAction).find(scope, {
      where: [{ field: 'recordId', op: 'eq', value: proposal.id }],
      limit: 20,
    });
    const accepted = actions.records.filter(
      ({ after: set }) => (set as { status?: string })?.status === 'accepted',
    );
    expect(accepted).toHaveLength(1);
    const told = async () => JSON.stringify((await sam.call('GET', '/notices?limit=100')).body);
    await expect.poll(told).toContain(`Jane Moss accepted ${proposal.reference}`);
  });

  it('says in words why it can no longer be accepted', async ({ server, sam }) => {
    const old = await anOffer(server, sam);
    await changeProposal(old.crm, old.scope, old.proposal, { discount: 0.1 });
    expect((await request(old.url, 'GET', undefined, visitor())).body).toContain('is being revised');
    expect((await answer(old.url, {})).status).toBe(409);
    const taken = await anOffer(server, sam);
    await taken.crm.records(Proposal).update(taken.scope, taken.proposal.id, { status: 'withdrawn' });
    const page = await request(taken.url, 'GET', undefined, visitor());
    expect(page.body).toContain('was withdrawn');
    expect(page.body).not.toContain('<form');
  });

  it('gives the PDF that was frozen, and no more than twenty answers a minute to one address', async ({
    server,
    sam,
  }) => {
    const { url } = await anOffer(server, sam);
    const from = visitor();
    const pdf = await fetch(`${url}/pdf`, { headers: from });
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const statuses = [];
    for (let i = 0; i < 20; i++) statuses.push((await request(url, 'GET', undefined, from)).status);
    expect(statuses.slice(0, 19).every((status) => status === 200)).toBe(true);
    expect(statuses[19]).toBe(429);
  });

  it('is shown to the team with its link and its figures', async ({ server, sam }) => {
    const { proposal, address } = await anOffer(server, sam);
    const { body } = await sam.call('GET', `/proposals/${proposal.id}/offer`);
    expect(body).toMatchObject({ link: address, rows: [{ amount: '$1,200.00' }] });
    expect(body.totals.at(-1)).toEqual({ label: 'Total', amount: '$1,428.00', isTotal: true });
    const patched = await sam.call('PATCH', `/proposals/${proposal.id}`, { discount: 0.1 });
    expect([patched.status, patched.body.error.message]).toEqual([
      400,
      expect.stringContaining('stays as the customer has it'),
    ]);
    expect((await sam.call('PATCH', `/proposals/${proposal.id}`, { status: 'accepted' })).status).toBe(400);
  });
});
