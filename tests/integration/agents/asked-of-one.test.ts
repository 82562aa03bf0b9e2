import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

describe('whether a field has a value', () => {
  it('is answered with yes or no first, and with what it is', async ({ db, home, sam }) => {
    await aCompany(db.crm, home.scope, {
      name: 'Falcon Security',
      status: 'prospect',
      tags: ['vip', 'fair'],
    });
    const asked = async (field: string, equals: string) =>
      (await sam.call('get_company', { company: 'Falcon', fields: [field], equals })).reply.text;
    expect(await asked('status', 'customer')).toBe(
      'No, **Falcon Security**’s status is Prospect, not customer.',
    );
    expect(await asked('status', 'prospect')).toBe('Yes, **Falcon Security**’s status is Prospect.');
    expect(await asked('tags', 'VIP')).toBe('Yes, **Falcon Security**’s tags are vip, fair.');
    expect(await asked('industry', 'Retail')).toBe('No, **Falcon Security** has no industry on record.');
  });
});

describe('who decides at a company', () => {
  it('is told with what each of them cares about', async ({ db, home, sam }) => {
    const { id: companyId } = await aCompany(db.crm, home.scope, { name: 'Atlas Freight' });
    const ada = await aContact(db.crm, home.scope, {
      name: 'Ada Quist',
      companyId,
      jobTitle: 'CFO',
      interest: 'Route planning',
    });
    await aContact(db.crm, home.scope, { name: 'Bo Tran', companyId, jobTitle: 'Dispatcher' });
    await db.crm.records(AIMemory).create(home.scope, {
      fact: 'wants a fixed price',
      subjectEntity: 'contact',
      subjectId: ada.id,
      subjectTitle: ada.name,
      source: 'said by Sam',
    });
    const { reply } = await sam.call('get_buying_committee', { company: 'Atlas' });
    expect(reply.text).toContain('**Ada Quist** cares about Route planning; wants a fixed price.');
    const [card] = reply.cards;
    expect(
      card?.type === 'table' && card.rows.map(({ cells }) => [cells.role, cells.name, cells.cares]),
    ).toEqual([
      ['Economic buyer (suggested)', 'Ada Quist', 'Route planning; wants a fixed price'],
      ['User (suggested)', 'Bo Tran', ''],
    ]);
  });
});
