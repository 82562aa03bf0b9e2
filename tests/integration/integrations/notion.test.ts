import { randomUUID } from 'node:crypto';
import { createNotionPage } from '@clianta/crm-core/automation/actions/create-notion-page.action';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { notion } from '@clianta/crm-core/integrations/notion/notion.integration';
import { pageOf } from '@clianta/crm-core/integrations/notion/page-of';
import { upsertPage } from '@clianta/crm-core/integrations/notion/upsert-page';
import { decideConflicts, setRule } from '@clianta/crm-core/integrations/sync/decide-conflicts';
import { SyncConflicts } from '@clianta/crm-core/integrations/sync/sync-conflicts';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { synced } from '../../support/google-account.ts';
import { NotionStandIn } from '../../support/notion-stand-in.ts';
import { aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const START = new Date('2026-03-02T09:00:30Z');
let now = START;
const vendor = new NotionStandIn();
const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await vendor.start();
  return {
    now: () => now,
    integrations: {
      env: { NOTION_API_URL: vendor.url },
      box: new SecretBox(['a key of some length']),
      registry: [notion],
      sleep: async (ms: number) => {
        now = new Date(now.getTime() + ms);
      },
    },
  };
});
afterAll(() => vendor.stop());
beforeEach(() => {
  now = START;
  vendor.queries.length = 0;
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

describe('what is changed on a page', () => {
  const columns = {
    ...vendor.properties,
    Amount: { type: 'number' },
    'Next step': { type: 'rich_text' },
  };
  const text = (content: string) => [{ text: { content } }];
  /** A deal with its page, and what is done with both. */
  async function aPage(db: TestDatabase, home: TestWorkspace) {
    vendor.properties = columns;
    vendor.now = () => now;
    const { crm } = db;
    const values = { title: 'Acme renewal', amountMinor: 120_000, nextStep: 'Call Ann' };
    const deal = await aDeal(crm, home.scope, values as never);
    const account = await connected(db, home);
    const { id: credentialId } = account.credential;
    const here = (id = deal.id) => crm.records(Opportunity).get(home.scope, id);
    const write = async (id = deal.id) =>
      upsertPage(account, pageOf(Opportunity, { ...(await here(id)) } as never));
    await write();
    const order = { workspaceId: home.workspaceId, credentialId, feature: 'pages', stream: 'pages' };
    return { deal, credentialId, here, write, sync: () => synced(db, order) };
  }

  it('comes back to the fields that columns are named like, and is read once', async ({ db, home }) => {
    const { sync, here } = await aPage(db, home);
    expect(vendor.pages[0]?.properties).toMatchObject({
      Amount: { number: 1_200 },
      'Next step': { rich_text: text('Call Ann') },
    });
    await sync();
    vendor.edit(vendor.pages[0], {
      Deal: { title: text('Acme renewal 2027') },
      Amount: { number: 1_500.5 },
      'Next step': { rich_text: [] },
    });
    expect(await sync()).toMatchObject({ updated: 1, conflicts: 0, failed: 0 });
    const deal = await here();
    expect(deal).toMatchObject({ title: 'Acme renewal 2027', amountMinor: 150_050 });
    expect(deal.nextStep ?? '').toBe('');
    expect(await sync()).toMatchObject({ updated: 0, skipped: 1 });
    // three minutes before the last change, which Notion tells to the minute
    expect(vendor.queries.at(-1)?.filter.and?.[1]?.last_edited_time?.on_or_after).toMatch(
      /^2026-03-02T08:5[6-9]:00\.000Z$/,
    );
  });

  it('loses to what is newer here, is kept as a conflict, and is decided by the rule', async ({
    db,
    home,
  }) => {
    const { crm } = db;
    const { deal, credentialId, here, write, sync } = await aPage(db, home);
    await sync();
    vendor.edit(vendor.pages[0], { Amount: { number: 1 }, 'Next step': { rich_text: text('Theirs') } });
    now = new Date(now.getTime() + 120_000);
    const step = { entity: 'opportunity', field: 'nextStep' };
    await setRule(crm, home.system, credentialId, [step], 'ask');
    await crm.records(Opportunity).update(home.scope, deal.id, { amountMinor: 900_000, nextStep: 'Ours' });
    expect(await sync()).toMatchObject({ conflicts: 2 });
    expect(await here()).toMatchObject({ amountMinor: 900_000, nextStep: 'Ours' });
    const there = () => vendor.pages[0]?.properties;
    expect(there()).toMatchObject({ Amount: { number: 9_000 }, 'Next step': { rich_text: text('Theirs') } });
    // a workflow that writes the page meanwhile decides nothing
    await write();
    expect(there()).toMatchObject({ 'Next step': { rich_text: text('Theirs') } });
    const open = await new SyncConflicts(crm).open(home.workspaceId, credentialId);
    expect(open.map(({ field }) => field)).toEqual(['nextStep']);
    await decideConflicts(crm, home.workspaceId, open, 'theirs');
    await sync();
    expect(await here()).toMatchObject({ nextStep: 'Theirs' });
  });

  it('is taken before a workflow writes the page anew, over several pages of a list, and not of a copy', async ({
    db,
    home,
  }) => {
    const { here, write, sync } = await aPage(db, home);
    vendor.mostResults = 1;
    const other = await aDeal(db.crm, home.scope, { title: 'Other' } as never);
    await write(other.id);
    const [first] = vendor.pages;
    if (first) vendor.pages.push({ ...first, id: randomUUID(), properties: { ...first.properties } });
    expect(await sync()).toMatchObject({ read: 3 });
    vendor.edit(vendor.pages[2], { Amount: { number: 7 } });
    vendor.edit(vendor.pages[0], { Amount: { number: 2_000 } });
    await write();
    expect(await here()).toMatchObject({ amountMinor: 200_000 });
    expect(vendor.pages[0]?.children[0]?.children.map(({ text: line }) => line)).toContain('Amount: 2000');
    vendor.mostResults = 100;
  });

  it('says what it cannot take, and goes on', async ({ db, home }) => {
    const { sync, here } = await aPage(db, home);
    await sync();
    vendor.edit(vendor.pages[0], { Deal: { title: [] }, Amount: { number: -5 } });
    const entry = await sync();
    expect([entry.failed, entry.errors.join()]).toEqual([1, expect.stringMatching(/the page of deal/)]);
    expect(await here()).toMatchObject({ amountMinor: 120_000 });
  });
});
