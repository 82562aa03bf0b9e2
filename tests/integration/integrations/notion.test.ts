import { createNotionPage } from '@clianta/crm-core/automation/actions/create-notion-page.action';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { notion } from '@clianta/crm-core/integrations/notion/notion.integration';
import { upsertPage } from '@clianta/crm-core/integrations/notion/upsert-page';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { NotionStandIn } from '../../support/notion-stand-in.ts';
import { aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const vendor = new NotionStandIn();
const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await vendor.start();
  return {
    integrations: {
      env: { NOTION_API_URL: vendor.url },
      box: new SecretBox(['a key of some length']),
      registry: [notion],
    },
  };
});
afterAll(() => vendor.stop());
beforeEach(() => {
  vendor.pages.length = 0;
  vendor.faults.length = 0;
});

async function connected({ crm }: TestDatabase, { scope, workspaceId }: TestWorkspace) {
  const values = { key: vendor.key, dataSource: vendor.dataSource };
  const { id } = await crm.integrations.connectByKey(scope, 'notion', values, ['pages']);
  return crm.integrations.connection(workspaceId, id);
}
const PAGE = { entity: 'opportunity', id: 'a1', title: 'Acme', lines: ['Stage: Proposal'] };

describe('a Notion page', () => {
  it('is made once for a record, and brought up to date without touching what people wrote', async ({
    db,
    home,
  }) => {
    const connection = await connected(db, home);
    expect(await upsertPage(connection, PAGE)).toMatchObject({ isNew: true });
    vendor.pages[0]?.children.push({ id: 'own', type: 'paragraph', text: 'Our notes', children: [] });
    const again = await upsertPage(connection, { ...PAGE, title: 'Acme 2', lines: Array(130).fill('x') });
    expect(again.isNew).toBe(false);
    expect(vendor.pages).toHaveLength(1);
    expect(vendor.pages[0]?.properties.Deal).toMatchObject({ title: [{ text: { content: 'Acme 2' } }] });
    expect(vendor.pages[0]?.children.map(({ text, children }) => [text, children.length])).toEqual([
      ['Our notes', 0],
      ['From Clianta', 130],
    ]);
  });

  it('is found again when the answer that it was made is lost', async ({ db, home }) => {
    const connection = await connected(db, home);
    vendor.faults.push('lost');
    await expect(upsertPage(connection, PAGE)).rejects.toThrow('cannot be reached');
    expect(await upsertPage(connection, PAGE)).toMatchObject({ isNew: false });
    expect(vendor.pages).toHaveLength(1);
  });

  it('waits as Notion says', async ({ db, home }) => {
    const connection = await connected(db, home);
    vendor.faults.push({ status: 529 });
    await expect(upsertPage(connection, PAGE)).rejects.toThrow('allows no more');
  });

  it('needs the property that it is found by', async ({ db, home }) => {
    const { properties } = vendor;
    vendor.properties = { Deal: { type: 'title' } };
    await expect(connected(db, home)).rejects.toThrow('no text property “Clianta id”');
    vendor.properties = properties;
  });

  it('is what a workflow makes of a deal', async ({ db, home }) => {
    const { crm } = db;
    expect(await createNotionPage.lacks?.(crm, home.workspaceId)).toBe('a Notion account');
    await connected(db, home);
    expect(await createNotionPage.lacks?.(crm, home.workspaceId)).toBeUndefined();
    const record = await aDeal(crm, home.scope, { title: 'Acme renewal', amountMinor: 120_000 } as never);
    const context = { crm, scope: home.scope, entity: Opportunity, record } as never;
    const { told } = await createNotionPage.run({ text: '' }, context);
    expect(told).toContain('made the Notion page “Acme renewal”');
    expect(vendor.pages[0]?.children[0]?.children.map(({ text }) => text)).toContain('Amount: 1200');
  });
});
