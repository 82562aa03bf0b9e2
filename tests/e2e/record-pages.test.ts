import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../support/api-server.ts';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';

describe('the pages of records', () => {
  let server: ApiServer;
  let browser: Browser;
  let page: Page;
  let sam: ApiClient;
  let contact: { id: string; name: string };

  beforeAll(async () => {
    [server, browser] = await Promise.all([anApiServer(), launchBrowser()]);
    sam = await signedIn(server);
    contact = (await sam.call('POST', '/contacts', { name: 'Paula Pagemaker', city: 'Oslo' })).body;
    page = await aPage(browser, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const row = (on: Page, label: string) =>
    on.locator('.fields__row').filter({ has: on.locator('dt', { hasText: label }) });
  const edit = async (on: Page, label: string, value: string) => {
    await row(on, label)
      .getByRole('button', { name: `Edit ${label}` })
      .click();
    await on.getByLabel(label, { exact: true }).fill(value);
  };
  const save = (on: Page, label: string) => row(on, label).getByRole('button', { name: 'Save', exact: true });
  const city = async () => (await sam.call('GET', `/contacts/${contact.id}`)).body.city;
  const options = (field: Locator) =>
    field.page().getByRole('listbox').getByRole('option').filter({ visible: true });

  it('a record is found in its list, opened, changed in place, and the change is undone', async () => {
    await page.goto('/records/contacts');
    await page.getByLabel('Search contacts').fill('Pagemaker');
    await page.getByRole('link', { name: contact.name }).click();
    await page.getByRole('heading', { name: contact.name, level: 1 }).waitFor();
    await edit(page, 'City', 'Bergen');
    await page.keyboard.press('Enter');
    await row(page, 'City').getByText('Bergen').waitFor();
    expect(await city()).toBe('Bergen');
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await row(page, 'City').getByText('Oslo').waitFor();
    expect(await city()).toBe('Oslo');
  });

  it('a reference is found by typing, and what the server refuses is said at the field', async () => {
    await row(page, 'Company').getByRole('button', { name: 'Edit Company' }).click();
    const field = page.getByRole('combobox', { name: 'Company' });
    await field.fill('Northw');
    await options(field).filter({ hasText: 'Northwind' }).waitFor();
    await page.keyboard.press('Enter');
    await save(page, 'Company').click();
    await row(page, 'Company').getByRole('link', { name: 'Northwind' }).waitFor();
    await edit(page, 'E-mail', 'nobody');
    await page.keyboard.press('Enter');
    await row(page, 'E-mail').locator('.field__error').waitFor();
    await page.keyboard.press('Escape');
  });

  it('two people who change the same field are told of it, and settle it there; other fields are no conflict', async () => {
    const other = await aPage(browser, server, { email: 'akira@clianta.example' });
    await other.goto(`/records/contacts/${contact.id}`);
    await row(other, 'City').getByText('Oslo').waitFor();
    await edit(page, 'City', 'Turku');
    await edit(other, 'City', 'Malmö');
    await save(other, 'City').click();
    await row(other, 'City').getByText('Malmö').waitFor();
    const notice = row(page, 'City').getByRole('status');
    await notice.getByText('Malmö').waitFor();
    expect(await seen(notice)).toContain('It was Oslo');
    expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('Turku');
    expect(await save(page, 'City').isDisabled()).toBe(true);
    await notice.getByRole('button', { name: 'Keep mine' }).click();
    await edit(other, 'Source', 'Fair');
    await other.keyboard.press('Enter');
    await row(other, 'Source').getByText('Fair').waitFor();
    await save(page, 'City').click();
    // what was saved here is seen there, without a reload
    await row(other, 'City').getByText('Turku').waitFor();
    expect((await sam.call('GET', `/contacts/${contact.id}`)).body).toMatchObject({
      city: 'Turku',
      source: 'Fair',
    });
    await other.context().close();
  });

  it('says who sees a record and who may change it', async () => {
    await page.goto(`/records/contacts/${contact.id}`);
    const access = page.getByRole('region', { name: 'Who sees it' });
    await access.getByText('Everybody in the workspace sees it. Members and admins may change it.').waitFor();
    const startAt = new Date(Date.now() + 86_400_000);
    const [own] = (await sam.call('GET', '/team-members?search=Sam')).body.records;
    const { body: meeting } = await sam.call('POST', '/calendar-events', {
      ownerId: own.userId,
      title: 'Salary talk',
      startAt,
      endAt: new Date(startAt.getTime() + 1_800_000),
      isShared: false,
    });
    await page.goto(`/records/calendar-events/${meeting.id}`);
    await access.getByText('Only you see it.').waitFor();
    await page.goto(`/records/contacts/${contact.id}`);
  });

  it('a deletion says what it does to others; the record is taken back from the trash', async () => {
    await sam.call('POST', '/tasks', { title: 'Call Paula', contactId: contact.id });
    await page.getByRole('button', { name: `Delete ${contact.name}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 task goes along.').waitFor();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('This contact is in the trash.').waitFor();
    await page.getByRole('button', { name: 'Restore it' }).click();
    await page.getByRole('button', { name: `Delete ${contact.name}` }).waitFor();
  });

  it('what is chosen in a list, narrowed down in words, is changed once it is approved there', async () => {
    const cities = ['Bulkhaven', 'Bulkhaven', 'Elsewhere'];
    for (const [at, place] of cities.entries())
      await sam.call('POST', '/companies', { name: `Bulk ${at}`, city: place });
    await page.goto('/records/companies');
    await page.getByLabel('Narrow it down in words').fill('in Bulkhaven');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('list', { name: 'Filters' }).getByText('City is Bulkhaven').waitFor();
    await eventually(() => page.locator('.records tbody tr').count()).toBe(2);
    await page.getByLabel('Choose all that are shown').check();
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Field').selectOption({ label: 'Industry' });
    await dialog.getByLabel('New value').fill('Logistics');
    await dialog.getByRole('button', { name: 'See what changes' }).click();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByText('What was done').waitFor();
    const { records } = (await sam.call('GET', '/companies?search=Bulk')).body;
    expect(records.map((one: { industry?: string }) => one.industry ?? '').toSorted()).toEqual([
      '',
      'Logistics',
      'Logistics',
    ]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Bulk places');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'View: Bulk places' }).waitFor();
  });

  it('deals are moved on the board by dragging and by the list on the card; a loss is asked for its reason', async () => {
    const pipeline = (await sam.call('GET', '/pipelines?search=New%20business')).body.records[0];
    const [from, to] = pipeline.stages;
    await page.goto(`/pipelines/${pipeline.id}/board`);
    const column = (name: string) => page.getByRole('region', { name, exact: true });
    const title = await seen(column(from.name).locator('.deal a').first());
    const card = (stage: string) => column(stage).locator('.deal').filter({ hasText: title });
    const stored = async () =>
      (await sam.call('GET', `/opportunities?search=${encodeURIComponent(title)}`)).body.records.find(
        (one: { title: string }) => one.title === title,
      );
    const grip = await card(from.name)
      .getByRole('button', { name: `Drag ${title}` })
      .boundingBox();
    const target = await column(to.name).boundingBox();
    if (!grip || !target) throw new Error('The board is not on the screen.');
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await page.mouse.down();
    await page.mouse.move(grip.x + 30, grip.y + 20, { steps: 4 });
    await page.mouse.move(target.x + target.width / 2, grip.y + 60, { steps: 12 });
    await eventually(() => card(to.name).count()).toBeGreaterThan(0);
    await page.mouse.up();
    await eventually(async () => (await stored()).stageId).toBe(to.id);
    const [, , asking] = pipeline.stages;
    await sam.call('PATCH', `/pipelines/${pipeline.id}`, {
      stages: pipeline.stages.map((stage: { id: string }) =>
        stage.id === asking.id ? { ...stage, requiredFields: ['source'] } : stage,
      ),
    });
    await card(to.name).getByLabel(`Stage of ${title}`).selectOption({ label: asking.name });
    const needed = page.getByRole('dialog', { name: `Move ${title} to ${asking.name}` });
    await needed.getByLabel('Source').fill('Fair');
    await needed.getByRole('button', { name: `Move to ${asking.name}` }).click();
    await card(asking.name).waitFor();
    const lost = pipeline.stages.find((stage: { kind: string }) => stage.kind === 'lost');
    await card(asking.name).getByLabel(`Stage of ${title}`).selectOption({ label: lost.name });
    const dialog = page.getByRole('dialog', { name: `Why was ${title} lost?` });
    await dialog.getByLabel('Loss reason').fill('Too late');
    await dialog.getByRole('button', { name: `Move to ${lost.name}` }).click();
    await card(lost.name).waitFor();
    expect(await stored()).toMatchObject({ status: 'lost', lossReason: 'Too late' });
  });

  it('a deal is carried over the board by keyboard, also while others write, put back, and dropped', async () => {
    const pipeline = (await sam.call('GET', '/pipelines?search=New%20business')).body.records[0];
    const [first, second] = pipeline.stages;
    await page.goto(`/pipelines/${pipeline.id}/board`);
    const column = (name: string) => page.getByRole('region', { name, exact: true });
    const title = await seen(column(first.name).locator('.deal a').first());
    const grip = (stage: string) => column(stage).getByRole('button', { name: `Drag ${title}` });
    const hasFocus = (stage: string) =>
      grip(stage)
        .evaluate((element) => element === document.activeElement)
        .catch(() => false);
    const said = (text: RegExp) => page.getByText(text).waitFor({ state: 'attached' });
    const stored = async () =>
      (await sam.call('GET', `/opportunities?search=${encodeURIComponent(title)}`)).body.records.find(
        (one: { title: string }) => one.title === title,
      );
    // from card to card, and back to the first one
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await grip(first.name).focus();
    await page.keyboard.press('ArrowDown');
    const below = await focused();
    expect(below).toMatch(/^Drag /);
    expect(below).not.toBe(`Drag ${title}`);
    await page.keyboard.press('ArrowRight');
    const beside = await focused();
    expect(await column(first.name).getByRole('button', { name: beside, exact: true }).count()).toBe(0);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Home');
    expect(await hasFocus(first.name)).toBe(true);

    await page.keyboard.press('Space');
    await said(new RegExp(`picked up in ${first.name}, stage 1 of ${pipeline.stages.length}`));
    await page.keyboard.press('End');
    await page.keyboard.press('Escape');
    await said(/Nothing is moved/);
    expect(await hasFocus(first.name)).toBe(true);

    await page.keyboard.press('Space');
    // keys pressed as fast as they come, past the end and back
    for (const _ of pipeline.stages) await page.keyboard.press('ArrowRight');
    for (const _ of pipeline.stages.slice(2)) await page.keyboard.press('ArrowLeft');
    await said(new RegExp(`is over ${second.name}, stage 2 of`));
    const elsewhere = (await sam.call('GET', '/opportunities?limit=50')).body.records.find(
      (one: { title: string; status: string }) => one.title !== title && one.status === 'open',
    );
    const news = page.waitForResponse((answer) => /\/opportunities/.test(answer.url()));
    await sam.call('PATCH', `/opportunities/${elsewhere.id}`, { nextStep: `Call ${title}` });
    await news;
    expect(await hasFocus(second.name)).toBe(true);
    expect((await stored()).stageId).toBe(first.id);
    await page.keyboard.press('Space');
    await eventually(async () => (await stored()).stageId).toBe(second.id);
    await eventually(() => hasFocus(second.name)).toBe(true);
  });

  it('the lines of a proposal are edited until it is sent, and a new one is made with its lines', async () => {
    const { records } = (await sam.call('GET', '/proposals')).body;
    const draft = records.find(({ status }: { status: string }) => status === 'draft');
    const stored = async () => (await sam.call('GET', `/proposals/${draft.id}`)).body;
    await page.goto(`/records/proposals/${draft.id}`);
    const offer = page.getByRole('region', { name: 'Offer' });
    await offer.getByRole('button', { name: 'Edit the lines' }).click();
    await offer.getByRole('button', { name: 'Add a row' }).click();
    const added = offer.getByRole('group', { name: `Row ${draft.lines.length + 1}` });
    await page.keyboard.type('Training on site');
    await added.getByLabel('Quantity').fill('2');
    await offer.getByRole('button', { name: 'Save', exact: true }).click();
    await offer.getByText(`Row ${draft.lines.length + 1}: Price of one is missing.`).waitFor();
    await added.getByLabel('Price of one').fill('750.50');
    await added.getByLabel('Tax').fill('0');
    await offer.getByRole('button', { name: `Move row ${draft.lines.length + 1} up` }).click();
    await offer.getByRole('button', { name: 'Save', exact: true }).click();
    await offer.getByRole('rowheader', { name: 'Training on site' }).waitFor();
    const { lines, totalMinor } = await stored();
    expect(lines.at(-2)).toEqual({ text: 'Training on site', quantity: 2, unitMinor: 75_050, taxRate: 0 });
    expect(totalMinor).toBe(draft.totalMinor + 150_100);

    await page.goto('/records/proposals');
    await page.getByRole('button', { name: 'New proposal' }).click();
    const dialog = page.getByRole('dialog', { name: 'New proposal' });
    await dialog.getByRole('combobox', { name: 'Deal' }).fill('Granite Legal');
    await options(dialog.getByRole('combobox', { name: 'Deal' }))
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('What').fill('Licences');
    await dialog.getByLabel('Price of one, USD').fill('1,000');
    await dialog.getByRole('button', { name: 'Add the proposal' }).click();
    await page.getByRole('region', { name: 'Offer' }).getByRole('rowheader', { name: 'Licences' }).waitFor();
    // what the customer has is not edited
    const sent = records.find(({ status }: { status: string }) => status === 'viewed');
    await page.goto(`/records/proposals/${sent.id}`);
    await page.getByRole('region', { name: 'Offer' }).getByText('It stays as the customer has it').waitFor();
    expect(await page.getByRole('button', { name: 'Edit the lines' }).count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'axe-core has no objection, in %s, on a telephone too',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { id, pipelineId } = (await sam.call('GET', '/opportunities?limit=1')).body.records[0];
      const proposals = (await sam.call('GET', '/proposals')).body.records;
      const draft = proposals.find(({ status }: { status: string }) => status === 'draft');
      for (const [path, ready] of [
        [`/records/opportunities/${id}`, '.stage-path'],
        [`/records/contacts/${contact.id}`, '.record-files'],
        [`/pipelines/${pipelineId}/board`, '.deal'],
        [`/records/proposals/${draft.id}`, '.offer__tools'],
      ] as const) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        const lines = page.getByRole('button', { name: 'Edit the lines' });
        if ((await lines.count()) > 0) await lines.click();
        expect(await objectionsTo(page), path).toEqual([]);
        await page.setViewportSize({ width: 390, height: 844 });
        expect(await objectionsTo(page), path).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), path).toBe(
          false,
        );
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );
});
