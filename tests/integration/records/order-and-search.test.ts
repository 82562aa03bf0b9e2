import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { searchAndOrderKeys } from '@clianta/crm-core/migrations/search-and-order-keys.migration';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { isOwn: true })
  .extend('companies', ({ db }) => db.crm.records(Company))
  /** All names, read page by page. */
  .extend('namesBy', ({ home, companies }) => async (sort: string, limit = 2): Promise<string[]> => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await companies.find(home.scope, { sort, limit, ...(cursor && { cursor }) });
      names.push(...page.records.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    return names;
  });

const IN_ORDER = ['3M', '20th Century', 'acme', 'Acme 2', 'ACME 10', 'Ábaco', 'zebra', 'Zulu', '東京電力'];

describe('records by name', () => {
  it('come in the order in which people read, page by page, both ways, and after a change', async ({
    home,
    companies,
    namesBy,
  }) => {
    const inOrder = [...IN_ORDER].sort(
      new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare,
    );
    for (const name of [...IN_ORDER].reverse()) await companies.create(home.scope, { name });
    expect(await namesBy('name')).toEqual(inOrder);
    expect(await namesBy('-name')).toEqual([...inOrder].reverse());
    const [zebra] = (await companies.find(home.scope, { search: 'zebra' })).records;
    await companies.update(home.scope, zebra?.id as string, { name: 'AARDVARK' });
    expect((await namesBy('name'))[2]).toBe('AARDVARK');
  });

  it('with the same name, or none in that field, are all there once', async ({
    home,
    companies,
    namesBy,
  }) => {
    const cities = ['berlin', 'Berlin', undefined, 'BERLIN', undefined, 'aachen'];
    for (const [n, city] of cities.entries()) await companies.create(home.scope, { name: `C${n}`, city });
    for (const sort of ['city', '-city']) {
      const names = await namesBy(sort);
      expect([...names].sort(), sort).toEqual(['C0', 'C1', 'C2', 'C3', 'C4', 'C5']);
      const places = names.map((name) => cities[Number(name.slice(1))]?.toLowerCase() ?? '');
      expect(places, sort).toEqual(
        [...places].sort((a, b) => (sort === 'city' ? 1 : -1) * (a < b ? -1 : a > b ? 1 : 0)),
      );
    }
  });

  it('the same for a field of the workspace', async ({ db, home, companies, namesBy }) => {
    await db.crm
      .records(CustomFieldDefinition)
      .create(home.scope, { entity: 'company', key: 'region', label: 'Region', type: 'text' });
    for (const region of ['south', 'North 10', 'north 9', 'East']) {
      await companies.create(home.scope, { name: region, customFields: { region } });
    }
    expect(await namesBy('customFields.region')).toEqual(['East', 'north 9', 'North 10', 'south']);
  });

  it('are read along an index', async ({ db, home, companies }) => {
    for (const name of IN_ORDER) await companies.create(home.scope, { name });
    const { executionStats } = (await db.crm.store
      .model(Company)
      .find({ workspaceId: home.workspaceId, isDeleted: false })
      .sort({ 'search.order.name': 1, _id: 1 })
      .limit(3)
      .explain('executionStats')) as unknown as { executionStats: { totalDocsExamined: number } };
    expect(executionStats.totalDocsExamined).toBe(3);
  });
});

describe('a name without spaces', () => {
  it.for<[string, string[]]>([
    ['株式会社東京電力', ['東京', '電力', '京電力', '力', '株式会社 電力']],
    ['トヨタ自動車', ['トヨタ', '自動', 'ﾄﾖﾀ', '車']],
    ['北京字节跳动科技', ['字节跳动', '跳动', '科技 北京']],
    ['삼성전자', ['삼성', '전자', '성전']],
    ['iPhone修理センター', ['iphone', '修理', 'センター iph']],
  ])('%s is found by its parts', async ([name, parts], { home, companies }) => {
    await companies.create(home.scope, { name });
    await companies.create(home.scope, { name: '関係ない' });
    for (const search of parts) {
      const { records } = await companies.find(home.scope, { search });
      expect(
        records.map((record) => record.name),
        search,
      ).toEqual([name]);
    }
    expect((await companies.find(home.scope, { search: '大阪' })).records).toEqual([]);
  });
});

it('what was stored before is found and put in order as well', async ({ db, home, companies, namesBy }) => {
  for (const name of ['Zulu', 'acme', '東京電力']) await companies.create(home.scope, { name });
  const { collection } = db.crm.store.model(Company);
  await collection.updateMany(
    { workspaceId: home.workspaceId },
    { $set: { search: { words: [], typos: [] } } },
  );
  expect(await searchAndOrderKeys.run(db.crm)).toBeGreaterThanOrEqual(3);
  expect(await namesBy('name')).toEqual(['acme', 'Zulu', '東京電力']);
  expect(await companies.count(home.scope, { search: '電力' })).toBe(1);
  expect(await searchAndOrderKeys.run(db.crm)).toBe(0);
});
