import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

describe('finding records', () => {
  it('searches by prefix, without regard to case or accents, and forgives one typo', async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Zoë Lindqvist', email: 'zoe@x.example' });
    await aContact(db.crm, home.scope, { name: 'Anton Linde' });
    const names = async (search: string) =>
      (await db.crm.records(Contact).find(home.scope, { search, sort: 'name' })).records.map((r) => r.name);
    expect(await names('zoe')).toEqual(['Zoë Lindqvist']);
    expect(await names('LIND')).toEqual(['Anton Linde', 'Zoë Lindqvist']);
    expect(await names('zoe lindq')).toEqual(['Zoë Lindqvist']);
    expect(await names('lindqivst')).toEqual(['Zoë Lindqvist']);
    expect(await names('lindquvist')).toEqual(['Zoë Lindqvist']);
    expect(await names('nobody')).toEqual([]);
  });

  it('pages through every record once, in order, also over equal and missing values', async ({
    db,
    home,
  }) => {
    for (let i = 0; i < 23; i++)
      await aContact(db.crm, home.scope, {
        name: `Person ${i}`,
        ...(i % 3 && { city: i % 2 ? 'Bergen' : 'Oslo' }),
      });
    for (const sort of ['city', '-city', 'name', '-createdAt']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await db.crm
          .records(Contact)
          .find(home.scope, { sort, limit: 5, ...(cursor && { cursor }) });
        seen.push(...page.records.map((record) => record.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(seen).size, sort).toBe(23);
      expect(seen, sort).toHaveLength(23);
    }
  });

  it("pages by a field of the workspace's own, and by no list", async ({ db, home }) => {
    await db.crm
      .records(CustomFieldDefinition)
      .create(home.scope, { entity: 'contact', key: 'seats', label: 'Seats', type: 'number' });
    for (let i = 0; i < 9; i++)
      await aContact(db.crm, home.scope, { name: `P${i}`, ...(i % 3 && { customFields: { seats: i % 4 } }) });
    const find = (sort: string, cursor?: string) =>
      db.crm.records(Contact).find(home.scope, { sort, limit: 2, ...(cursor && { cursor }) });
    for (const sort of ['customFields.seats', '-customFields.seats']) {
      const seen: string[] = [];
      let page = await find(sort);
      seen.push(...page.records.map(({ name }) => name));
      while (page.nextCursor && seen.length < 20) {
        page = await find(sort, page.nextCursor);
        seen.push(...page.records.map(({ name }) => name));
      }
      expect(seen.toSorted(), sort).toEqual(Array.from({ length: 9 }, (_, i) => `P${i}`));
    }
    await expect(find('tags')).rejects.toThrow(/Cannot sort/);
    await expect(find('customFields.nothing')).rejects.toThrow(InvalidError);
  });

  it('neither repeats nor loses a record that stays, while others come and go between two pages', async ({
    db,
    home,
  }) => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++)
      ids.push((await aContact(db.crm, home.scope, { name: `M${i % 3}`, city: 'Oslo' })).id);
    const service = db.crm.records(Contact);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 10; page++) {
      const found = await service.find(home.scope, { sort: 'name', limit: 3, ...(cursor && { cursor }) });
      seen.push(...found.records.map(({ id }) => id));
      cursor = found.nextCursor;
      if (!cursor) break;
      await aContact(db.crm, home.scope, { name: 'M0' });
      const last = found.records.at(-1)?.id ?? '';
      await service.delete(home.scope, last);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('keeps forgiving typos on the pages after the first, and begins it on none', async ({ db, home }) => {
    for (let i = 0; i < 5; i++) await aContact(db.crm, home.scope, { name: `Lindqvist ${i}` });
    await aContact(db.crm, home.scope, { name: 'Lindqvost' });
    const service = db.crm.records(Contact);
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await service.find(home.scope, {
        search: 'lindqivst',
        sort: 'name',
        limit: 2,
        ...(cursor && { cursor }),
      });
      all.push(...page.records.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(all).toEqual([...Array.from({ length: 5 }, (_, i) => `Lindqvist ${i}`), 'Lindqvost']);
    const exact = await service.find(home.scope, { search: 'lindqvist', sort: 'name', limit: 4 });
    for (const record of exact.records) await service.delete(home.scope, record.id);
    const [last] = (await service.find(home.scope, { search: 'lindqvist' })).records;
    if (last) await service.delete(home.scope, last.id);
    const rest = await service.find(home.scope, {
      search: 'lindqvist',
      sort: 'name',
      ...(exact.nextCursor && { cursor: exact.nextCursor }),
    });
    expect(rest.records).toEqual([]);
  });

  it('refuses to look for a part of what is no text', async ({ db, home }) => {
    const find = (field: string, value: unknown) =>
      db.crm.records(Contact).find(home.scope, { where: [{ field, op: 'contains', value }] });
    await expect(find('leadScore', '5')).rejects.toThrow(InvalidError);
    await expect(find('createdAt', '2026')).rejects.toThrow(InvalidError);
  });

  it('understands relative dates, ranges, lists and emptiness', async ({ db, home }) => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await aContact(db.crm, home.scope, { name: 'Old', lastContactedAt: daysAgo(60), leadScore: 20 });
    await aContact(db.crm, home.scope, {
      name: 'New',
      lastContactedAt: daysAgo(3),
      leadScore: 80,
      tags: ['vip'],
    });
    await aContact(db.crm, home.scope, { name: 'Never' });
    const names = async (
      ...where: Array<{ field: string; op: 'lt' | 'gte' | 'in' | 'is_empty' | 'eq'; value?: unknown }>
    ) => (await db.crm.records(Contact).find(home.scope, { where, sort: 'name' })).records.map((r) => r.name);
    expect(await names({ field: 'lastContactedAt', op: 'lt', value: 'now-30d' })).toEqual(['Old']);
    expect(await names({ field: 'lastContactedAt', op: 'is_empty' })).toEqual(['Never']);
    expect(await names({ field: 'leadScore', op: 'gte', value: '50' })).toEqual(['New']);
    expect(await names({ field: 'tags', op: 'eq', value: 'vip' })).toEqual(['New']);
    expect(await names({ field: 'name', op: 'in', value: ['Old', 'Never'] })).toEqual(['Never', 'Old']);
  });
});
