import { randomBytes } from 'node:crypto';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { apollo } from '@clianta/crm-core/integrations/apollo/apollo.integration';
import { creditsLeft, enrichContacts } from '@clianta/crm-core/integrations/apollo/enrich-contacts';
import { takeApolloPush } from '@clianta/crm-core/integrations/apollo/take-push';
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
    links: { url: 'https://crm.example', secret: randomBytes(32) },
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
  vendor.phonesTo.length = 0;
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

describe('phone numbers', () => {
  const asked = async (db: { crm: Crm }, home: TestWorkspace, ...names: string[]) => {
    const { crm } = db;
    await connect(crm, home, ['enrich']);
    await connect(crm, home, ['phones']);
    const people = await Promise.all(
      names.map((name) => known(crm, home, { name, email: `${name}@x.example`.toLowerCase() })),
    );
    for (const { name, email = '' } of people) vendor.people.set(email, { ...PERSON, id: `apollo-${name}` });
    const result = await enrichContacts(crm, home.scope, people);
    const path = new URL(vendor.phonesTo.at(-1) ?? 'https://nowhere.example').pathname;
    const push = (body: object, to = path) =>
      takeApolloPush({ path: to, headers: {}, query: {}, body: Buffer.from(JSON.stringify(body)) }, { crm });
    const phoneOf = async (at: number) =>
      (await crm.records(Contact).get(home.scope, people[at]?.id ?? '')).phone;
    return { crm, people, result, push, path, phoneOf };
  };
  const numbers = (name: string, ...all: string[]) => ({
    id: `apollo-${name}`,
    status: 'success',
    phone_numbers: all.map((sanitized_number) => ({ sanitized_number, status_cd: 'valid_number' })),
  });

  it('are asked for where that is switched on alone', async ({ db: { crm }, home }) => {
    await connect(crm, home);
    await enrichContacts(crm, home.scope, [await known(crm, home, { name: 'Ada', email: 'ada@x.example' })]);
    expect(vendor.phonesTo).toEqual([]);
  });

  it('come later to a secret address, fill what is empty, and are paid for once', async ({ db, home }) => {
    const { crm, people, push, path, phoneOf } = await asked(db, home, 'Ada', 'Bo', 'Cy', 'Di');
    // one for each look-up, and eight kept for the phones of each
    expect(await creditsLeft(crm, home.workspaceId)).toBe(1_000 - 4 - 4 * 8);
    await crm.records(Contact).update(home.scope, people[1]?.id ?? '', { phone: '+493012345678' });
    await crm.records(Contact).update(home.scope, people[2]?.id ?? '', { consent: 'withdrawn' });
    const body = {
      status: 'success',
      credits_consumed: 8,
      people: [
        numbers('Ada', 'not a number', '+14155550123'),
        numbers('Bo', '+14155550124'),
        numbers('Cy', '+14155550125'),
        { id: 'apollo-Di', status: 'success', phone_numbers: null },
        numbers('Stranger', '+14155550126'),
      ],
    };
    await expect(push(body, `${path}x`)).rejects.toThrow('Nobody has asked');
    expect(await push(body)).toEqual({ status: 200 });
    expect(await Promise.all([0, 1, 2, 3].map(phoneOf))).toEqual([
      '+14155550123',
      '+493012345678',
      undefined,
      undefined,
    ]);
    expect(await creditsLeft(crm, home.workspaceId)).toBe(1_000 - 4 - 8);
    await push({ ...body, people: [numbers('Di', '+14155550127')] });
    expect([await phoneOf(3), await creditsLeft(crm, home.workspaceId)]).toEqual([undefined, 988]);
  });

  it('cost nothing for whom Apollo does not know, and never more than is left', async ({ db, home }) => {
    const { crm } = await asked(db, home, 'Ada');
    const bo = await known(crm, home, { name: 'Bo', email: 'bo@unknown.example' });
    const left = await creditsLeft(crm, home.workspaceId);
    await enrichContacts(crm, home.scope, [bo]);
    expect(await creditsLeft(crm, home.workspaceId)).toBe(left);
    const account = await crm.integrations.withFeature(home.system, 'phones', 'apollo');
    // nine for one person, and not for two
    const limit = 1_000 - left + 17;
    await crm.integrations.choose(home.scope, account?.id ?? '', { creditsPerMonth: limit });
    const two = [
      await known(crm, home, { name: 'Cy', email: 'cy@x.example' }),
      await known(crm, home, { name: 'Di', email: 'di@x.example' }),
    ];
    const result = await enrichContacts(crm, home.scope, two);
    expect(vendor.asked.slice(-2).map((one) => one.length)).toEqual([1, 1]);
    expect(result.remaining).toBe(0);
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
