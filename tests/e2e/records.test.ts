import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, anApiServer, signedIn } from '../support/api-server.ts';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { gardenCatalogue } from '../support/garden.ts';

/** The product in this process, with a trade in its catalogue that the console has never heard of. */
describe('the lists of records', () => {
  let server: ApiServer;
  let browser: Browser;
  let page: Page;
  let asked: URL[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([anApiServer({}, undefined, gardenCatalogue), launchBrowser()]);
    page = await aPage(browser, server);
    page.on('request', (request) => asked.push(new URL(request.url())));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const rows = () => page.locator('.records tbody tr');
  const firstNames = async (count = 3) =>
    (await rows().locator('td.is-title').allInnerTexts()).slice(0, count);
  const cellsOf = (row: ReturnType<typeof rows>) => row.locator('.records__value').allInnerTexts();
  const heads = () => page.locator('.records th:not(.records__choose)').allInnerTexts();
  const kinds = () =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('list', { name: 'Kinds of records' });
  const count = () => page.locator('.records__count');
  const open = async (name: string) => {
    await kinds().getByRole('link', { name }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await rows().first().waitFor();
  };
  const askedOf = (plural: string) => asked.filter(({ pathname }) => pathname.endsWith(`/${plural}`));

  it('shows contacts by name with their companies and owners, asking for each kind of name once', async () => {
    asked = [];
    await page.getByRole('link', { name: 'Records' }).click();
    await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
    await eventually(() => seen(count())).toBe('200 contacts, the first 50 shown');
    expect(await heads()).toEqual([
      'Name',
      'Company',
      'Job title',
      'E-mail',
      'Owner',
      'Status',
      'Last contacted',
    ]);
    await eventually(() => page.locator('.records').getByText('…', { exact: true }).count()).toBe(0);
    expect(await page.locator('.records').getByText('Akira Tanaka').count()).toBeGreaterThan(0);
    expect(await seen(page.locator('.records'))).not.toMatch(/[0-9a-f]{24}/);
    expect(askedOf('companies')).toHaveLength(1);
    expect(askedOf('users')).toHaveLength(1);
    expect(askedOf('metadata')).toHaveLength(0);
  });

  it('loads more until there is no more, and keeps what is there', async () => {
    const before = await firstNames();
    for (const shown of [100, 150, 200]) {
      await page.getByRole('button', { name: 'Show more contacts' }).click();
      await eventually(() => rows().count()).toBe(shown);
    }
    expect(await firstNames()).toEqual(before);
    expect(await page.getByRole('button', { name: 'Show more contacts' }).count()).toBe(0);
    await eventually(() => seen(count())).toBe('200 contacts');
  });

  it('sorts by a column and the other way round; the address keeps it', async () => {
    const name = page.getByRole('columnheader', { name: 'Name' });
    expect(await name.getAttribute('aria-sort')).toBe('ascending');
    const ascending = await firstNames(1);
    await name.getByRole('button').click();
    await eventually(() => name.getAttribute('aria-sort')).toBe('descending');
    await eventually(() => firstNames(1)).not.toEqual(ascending);
    const descending = await firstNames(10);
    expect(descending).toEqual([...descending].sort((a, b) => b.localeCompare(a, 'en')));
    await page.reload();
    await eventually(() => firstNames(10)).toEqual(descending);
    expect(await page.getByRole('columnheader', { name: 'Company' }).getByRole('button').count()).toBe(0);
  });

  it('finds by the words of the search, and says when nothing is found', async () => {
    const [wanted = ''] = await firstNames(1);
    await page.getByLabel('Search contacts').fill(wanted);
    await eventually(() => rows().count()).toBeLessThan(5);
    expect(await firstNames(1)).toEqual([wanted]);
    expect(page.url()).toContain(`q=${encodeURIComponent(wanted).replaceAll('%20', '+')}`);
    await page.getByLabel('Search contacts').fill('qqxzzy');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await eventually(() => seen(count())).toBe('0 contacts');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await eventually(() => rows().count()).toBe(50);
  });

  it('does not bring back who opens a record while the letters of a search settle', async () => {
    const slow = await aPage(browser, server);
    await slow.route('**/assets/record-screen-*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await slow.goto('/records/contacts');
    const link = slow.getByRole('link', { name: 'Ada Andersson' });
    await link.waitFor();
    await slow.getByLabel('Search contacts').fill('Andersson');
    await link.click();
    await slow.getByRole('heading', { name: 'Ada Andersson', level: 1 }).waitFor();
    await slow.waitForTimeout(500);
    expect(new URL(slow.url()).pathname).toMatch(/^\/records\/contacts\/./);
    await slow.context().close();
  });

  it('shows deals with stages, amounts and days as people write them', async () => {
    await open('Deals');
    expect(await heads()).toEqual(['Title', 'Company', 'Stage', 'Amount', 'Expected close', 'Owner']);
    await eventually(() => page.locator('.records').getByText('…', { exact: true }).count()).toBe(0);
    await page.getByRole('columnheader', { name: 'Amount' }).getByRole('button').click();
    await page.getByRole('columnheader', { name: 'Amount' }).getByRole('button').click();
    await eventually(() => page.getByRole('columnheader', { name: 'Amount' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await eventually(async () => (await cellsOf(rows().first()))[3]).toMatch(/^\$\d{3},\d{3}$/);
    await eventually(async () => (await cellsOf(rows().first()))[1]).toMatch(/\w{3}/);
    const [, , stage, , close] = await cellsOf(rows().first());
    const { records: pipelines } = (await (await signedIn(server)).call('GET', '/pipelines')).body;
    const stages = pipelines.flatMap((one: { stages: { name: string }[] }) => one.stages);
    expect(stages.map((one: { name: string }) => one.name)).toContain(stage);
    expect(close).toMatch(/^[A-Z][a-z]{2} \d{1,2}, 20\d\d$/);
  });

  it('shows records of a kind that is defined in this test, with the fields that the workspace adds', async () => {
    const sam = await signedIn(server);
    const { userId } = (await sam.call('GET', '/team-members?search=Sam')).body.records[0];
    const field = { entity: 'plant', key: 'soil', label: 'Soil', type: 'text' };
    expect((await sam.call('POST', '/custom-fields', field)).status).toBe(201);
    const plants = [
      { name: 'Monstera', height: 140, gardenerId: userId, customFields: { soil: 'loam' } },
      { name: 'Fern', bed: 'south' },
    ];
    for (const plant of plants) expect((await sam.call('POST', '/plants', plant)).status).toBe(201);
    await page.reload();
    await open('Plants');
    await eventually(() => seen(count())).toBe('2 plants');
    expect(await heads()).toEqual(['Name', 'Bed', 'Height', 'Gardener', 'Soil']);
    const monstera = rows().filter({ hasText: 'Monstera' });
    await eventually(() => cellsOf(monstera)).toEqual(['Monstera', 'North', '140', 'Sam Rivera', 'loam']);

    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByLabel('What').selectOption({ label: 'Plant' });
    await page.getByRole('button', { name: 'Details of Monstera' }).click();
    const detail = page.locator('.audit__detail:visible');
    await detail.getByText('Sam Rivera').waitFor();
    expect(await seen(detail)).toMatch(/Gardener[\s\S]*Soil\s+loam/);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Custom fields' }).click();
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByLabel('On', { exact: true }).selectOption({ label: 'Plants' });
    await page.keyboard.press('Escape');
  });

  it('says that there is no such list, and leads to one', async () => {
    await page.goto('/records/dragons');
    await page.getByRole('link', { name: 'Go to contacts' }).click();
    await rows().first().waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'axe-core has no objection, in %s, on a telephone too',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto('/records/tasks');
      await rows().first().waitFor();
      expect(await objectionsTo(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await objectionsTo(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      await page.getByLabel('Order').selectOption({ label: 'Title, Z to A' });
      await eventually(async () => (await firstNames(2)).join() > '').toBe(true);
      expect(page.url()).toContain('sort=-title');
      await page
        .getByRole('main')
        .getByRole('list', { name: 'Kinds of records' })
        .getByRole('link', { name: 'Companies' })
        .click();
      await page.getByRole('heading', { name: 'Companies', level: 1 }).waitFor();
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );
});
