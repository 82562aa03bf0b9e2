import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { apollo } from '@clianta/crm-core/integrations/apollo/apollo.integration';
import { creditsLeft, enrichContacts } from '@clianta/crm-core/integrations/apollo/enrich-contacts';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { enrichLeads } from '@clianta/jobs/clock/enrich-leads';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { ApolloStandIn } from '../../support/apollo-stand-in.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, type TestWorkspace } from '../../support/test-crm.ts';
import type { Fault } from '../../support/vendor-stand-in.ts';

const START = new Date('2026-03-02T09:00:00Z');
let now = START;
const vendor = new ApolloStandIn();
const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await vendor.start();
  return {
    now: () => now,
    integrations: {
      env: { APOLLO_API_URL: vendor.url },
      box: new SecretBox(['a key of some length']),
      registry: [apollo],
      sleep: async () => {},
    },
  };
});
afterAll(() => vendor.stop());
beforeEach(() => {
  now = START;
  vendor.faults.length = 0;
  vendor.asked.length = 0;
  vendor.people.clear();
});

const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`nothing was proposed: ${reply.text}`);
  return card;
};
const PERSON = { title: 'VP Sales', city: 'Berlin', country: 'Germany', email_status: 'verified' };
type Crm = Parameters<typeof enrichContacts>[0];
const connect = (crm: Crm, { scope }: TestWorkspace, features = ['enrich']) =>
  crm.integrations.connectByKey(scope, 'apollo', { key: vendor.key }, features);
async function known(crm: Crm, { scope }: TestWorkspace, values: object) {
  return (await aContact(crm, scope, values)) as ContactRecord;
}

describe('enrichment by Apollo', () => {
  it('fills what is empty, leaves what differs to a person, and takes no address that is not unlocked', async ({
    db: { crm },
    home,
  }) => {
    await connect(crm, home);
    const acme = await aCompany(crm, home.scope, { name: 'Acme', domain: 'acme.example' });
    const jane = await known(crm, home, { name: 'Jane Doe', jobTitle: 'Buyer', companyId: acme.id });
    vendor.people.set('Jane Doe', { ...PERSON, email: 'email_not_unlocked@domain.com' });
    const result = await enrichContacts(crm, home.scope, [jane]);
    expect(vendor.asked).toEqual([[{ name: 'Jane Doe', organization_name: 'Acme', domain: 'acme.example' }]]);
    expect(result).toMatchObject({
      credits: 1,
      filled: [{ name: 'Jane Doe', fields: ['city', 'country'] }],
      differences: [{ field: 'jobTitle', ours: 'Buyer', theirs: 'VP Sales' }],
    });
    const after = await crm.records(Contact).get(home.scope, jane.id);
    expect(after).toMatchObject({ jobTitle: 'Buyer', city: 'Berlin' });
    expect(after.email).toBeUndefined();
    expect(await creditsLeft(crm, home.workspaceId)).toBe(999);
  });

  it('lets nobody leave who has opted out, and nobody again within 90 days, or 30 where they were not found', async ({
    db: { crm },
    home,
  }) => {
    await connect(crm, home);
    const all = await Promise.all([
      known(crm, home, { name: 'Ada', email: 'ada@x.example' }),
      known(crm, home, { name: 'Bo', email: 'bo@x.example' }),
      known(crm, home, { name: 'Cy', email: 'cy@x.example', consent: 'withdrawn' }),
      known(crm, home, { name: 'Di' }),
    ]);
    vendor.people.set('ada@x.example', PERSON);
    const first = await enrichContacts(crm, home.scope, all);
    expect(first.leftOut).toEqual([
      { name: 'Cy', why: 'has opted out' },
      { name: 'Di', why: 'has neither an e-mail address nor a company' },
    ]);
    expect(vendor.asked.flat().map(({ name }) => name)).toEqual(['Ada', 'Bo']);
    await enrichContacts(crm, home.scope, all);
    expect(vendor.asked).toHaveLength(1);
    now = new Date(START.getTime() + 31 * 86_400_000);
    await enrichContacts(crm, home.scope, all);
    expect(vendor.asked.at(-1)?.map(({ name }) => name)).toEqual(['Bo']);
  });

  it('asks ten at a time, the best first, and never goes over its credits', async ({ db: { crm }, home }) => {
    const { id } = await connect(crm, home);
    await crm.integrations.choose(home.scope, id, { creditsPerMonth: 15 });
    const all: ContactRecord[] = [];
    for (let at = 0; at < 24; at++) {
      const email = `p${at}@x.example`;
      vendor.people.set(email, PERSON);
      all.push(await known(crm, home, { name: `P${at}`, email, leadGrade: at < 20 ? 'C' : 'A' }));
    }
    const result = await enrichContacts(crm, home.scope, all);
    expect(vendor.asked.map((one) => one.length)).toEqual([10, 5]);
    expect(vendor.asked[0]?.slice(0, 4).map(({ name }) => name)).toEqual(['P20', 'P21', 'P22', 'P23']);
    expect(result).toMatchObject({ credits: 15, remaining: 9, stopped: 'No credits are left this month.' });
    now = new Date('2026-04-01T09:00:00Z');
    expect(await creditsLeft(crm, home.workspaceId)).toBe(15);
  });

  it.for<[Fault, number]>([
    ['lost' as const, 999],
    [{ status: 500 }, 999],
    [{ status: 429, headers: { 'retry-after': '60' } }, 1_000],
    [{ status: 401 }, 1_000],
  ])(
    'counts what was reserved as spent where it may have been: %j',
    async ([fault, left], { db: { crm }, home }) => {
      await connect(crm, home);
      const ada = await known(crm, home, { name: 'Ada', email: 'ada@x.example' });
      vendor.faults.push(fault);
      await expect(enrichContacts(crm, home.scope, [ada])).rejects.toThrow();
      expect(await creditsLeft(crm, home.workspaceId)).toBe(left);
    },
  );

  it('goes on at night where that is switched on', async ({ db: { crm }, home }) => {
    const tick = { workspaceId: home.workspaceId, timeZone: 'Europe/Berlin', slot: 'x' };
    const context = { crm, notify: async () => {} } as never;
    await connect(crm, home);
    await known(crm, home, { name: 'Ada', email: 'ada@x.example', leadGrade: 'A' });
    await known(crm, home, { name: 'Bo', email: 'bo@x.example' });
    expect(await enrichLeads.run(context, tick)).toBe('not switched on');
    await connect(crm, home, ['nightly']);
    vendor.people.set('ada@x.example', PERSON);
    expect(await enrichLeads.run(context, tick)).toBe('1 filled in, 0 not found');
    expect(await enrichLeads.run(context, tick)).toBe('0 filled in, 0 not found');
    expect(vendor.asked.flat().map(({ name }) => name)).toEqual(['Ada']);
  });
});

describe('enrichment that is spoken of', () => {
  it('runs at once for one, and asks with the credits for many', async ({ db: { crm }, home, sam }) => {
    await connect(crm, home);
    await known(crm, home, { name: 'Jane Doe', email: 'jane@x.example' });
    for (const name of ['Kai Berg', 'Lea Roth'])
      await known(crm, home, { name, email: `${name[0]}@x.example`.toLowerCase(), leadGrade: 'A' });
    for (const email of ['jane@x.example', 'k@x.example', 'l@x.example']) vendor.people.set(email, PERSON);
    expect((await sam.say('Enrich Jane Doe')).reply.text).toContain('Filled in by Apollo: **Jane Doe** (3)');
    const proposed = approvalOf(await sam.say('Enrich all A leads'));
    expect(JSON.stringify(proposed)).toContain('999 credits');
    expect(proposed.count).toBe(2);
    expect(vendor.asked).toHaveLength(1);
    await sam.decide(proposed.approvalId, 'approve');
    expect(vendor.asked).toHaveLength(2);
  });
});
