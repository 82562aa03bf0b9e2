import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, aVisitor, eventually, launchBrowser, seen, signIn } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { DEMO_PASSWORD, type TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

describe('settings and audit', () => {
  let server: TestServer;
  let browser: Browser;
  let records: Records;

  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
    records = await recordsOf(server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('is loaded in 200 KB, compressed: page, scripts and styles', async () => {
    const page = await (await aVisitor(browser, server)).newPage();
    const loaded: Promise<number>[] = [];
    page.on('response', (response) => {
      if (/\.(js|css)$|\/$/.test(new URL(response.url()).pathname))
        loaded.push(
          response
            .request()
            .sizes()
            .then((sizes) => sizes.responseBodySize),
        );
    });
    await signIn(page);
    await page.getByRole('log').waitFor();
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(loaded);
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(200 * 1024);
    await page.context().close();
  });

  it('renames the workspace, everywhere on the page at once', async () => {
    const page = await aPage(browser, server);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Harborline');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.side__workspace').getByText('Harborline').waitFor();
    await eventually(async () => (await records.get('workspaces', records.workspaceId)).name).toBe(
      'Harborline',
    );
    await page.reload();
    await eventually(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Harborline');
    await page.context().close();
  });

  it('adds a custom field, which the chat understands at once', async () => {
    const page = await aPage(browser, server);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Custom fields' }).click();
    await page.getByRole('button', { name: 'Add field' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a field' });
    await dialog.getByLabel('Label').fill('Shoe size');
    await dialog.getByLabel('Type').selectOption('number');
    await dialog.getByRole('button', { name: 'Add field' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Shoe size', { exact: true }).waitFor();
    const [field] = await records.list('custom-fields');
    expect(field).toMatchObject({ entity: 'contact', label: 'Shoe size', type: 'number' });

    await page.getByRole('link', { name: 'Chat', exact: true }).click();
    const chat = await new ChatOnPage(page).open();
    await chat.say('Add Vera Blom, vera@blom.example');
    await chat.say("Set Vera Blom's shoe size to 41");
    const vera = await records.one('contacts', 'Vera Blom');
    expect(vera.customFields?.[field.key]).toBe(41);
    await page.context().close();
  });

  it('lists who changed what and from which value, and takes a request back', async () => {
    const page = await aPage(browser, server);
    const chat = await new ChatOnPage(page).open();
    await chat.say('Add Lotte Krag, lotte@krag.example');
    await chat.say('Change her job title to Curator');
    await page.getByRole('link', { name: 'Audit' }).click();
    const rows = page.locator('.audit__row').filter({ hasText: 'Lotte Krag' });
    await eventually(() => rows.count()).toBe(2);
    const newest = rows.first();
    expect(await seen(newest)).toMatch(/Sam Rivera/);
    expect(await seen(newest)).toMatch(/Changed|Updated/);
    await newest.getByRole('button', { name: 'Details of Lotte Krag' }).click();
    await page.locator('.audit__detail:visible').getByText('Curator').waitFor();

    await newest.getByRole('button', { name: 'Undo Lotte Krag' }).click();
    await page.getByText('Undone: Lotte Krag.').waitFor();
    await rows.getByText('Undone').first().waitFor();
    expect((await records.one('contacts', 'Lotte Krag')).jobTitle).toBeFalsy();

    const byItself = page.locator('.audit__row').filter({ hasText: 'in the background' });
    expect(await byItself.count()).toBe(0);
    await page.getByLabel('Show system entries').check();
    await eventually(() => byItself.count()).toBeGreaterThan(0);
    await page.getByLabel('Show system entries').uncheck();
    await eventually(() => byItself.count()).toBe(0);

    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^All [\d,]+ entries are as they were written\./).waitFor();

    await page.getByLabel('Change', { exact: true }).selectOption('created');
    await page.getByLabel('What', { exact: true }).selectOption('contact');
    await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Sam Rivera' });
    await eventually(() => rows.count()).toBe(1);
    await page.context().close();
  });

  it('shows what one request did to many records as one row, with its records and one Undo', async () => {
    const page = await aPage(browser, server);
    const chat = await new ChatOnPage(page).open();
    await chat.say("Reassign all of Akira's open deals over 20k to Carlos");
    await chat.answerTo(() => chat.log.getByRole('button', { name: /^(Approve|Delete)/ }).click());
    await page.getByRole('link', { name: 'Audit' }).click();
    const row = page.locator('.audit__row').filter({ hasText: /Updated\s*\d+ deals/ });
    await eventually(() => row.count()).toBe(1);
    const count = Number(/(\d+) deals/.exec(await seen(row))?.[1]);
    expect(count).toBeGreaterThan(10);
    await row.getByRole('button', { name: `Details of ${count} deals` }).click();
    const listed = page.locator('.audit-records > li');
    await eventually(() => listed.count()).toBe(count);
    await eventually(() => seen(listed.first())).toMatch(/Akira Tanaka\s*→[\s\S]*Carlos Mendes/);
    await row.getByRole('button', { name: `Undo ${count} deals` }).click();
    await page.getByText(`Undone: ${count} changes.`).waitFor();
    await eventually(() => row.getByText('Undone').count()).toBe(1);
    await page.context().close();
  });

  it('lets a viewer look, ask, and change nothing', async () => {
    const page = await aPage(browser, server, { email: 'tom@clianta.example' });
    await page.getByRole('link', { name: 'Pipelines' }).click();
    await page.getByText('You can look at pipelines. An admin or owner can change them.').waitFor();
    await page.getByRole('region', { name: 'New business' }).waitFor();
    expect(
      await page.getByRole('button', { name: /Save|Add stage|New pipeline|^Drag|^Remove/ }).count(),
    ).toBe(0);
    expect(await page.getByLabel('Name of stage 1').first().isEditable()).toBe(false);

    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('You can look at the settings. An admin or owner can change them.').waitFor();
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Background work' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByText('Carlos Mendes').waitFor();
    expect(await page.getByRole('button', { name: /Add teammate|^Remove/ }).count()).toBe(0);
    expect(await page.getByRole('combobox', { name: /^Role of/ }).count()).toBe(0);

    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
    expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);

    await page.getByRole('link', { name: 'Chat' }).click();
    const chat = await new ChatOnPage(page).open();
    const contacts = (await records.list('contacts')).length;
    expect(await seen(await chat.say('How many contacts do we have?'))).toContain(String(contacts));
    const refused = await chat.say('Add Viktor Lund, viktor@lund.example');
    expect(await seen(refused)).toMatch(/role|viewer|may not|not allowed/i);
    expect(await records.list('contacts')).toHaveLength(contacts);
    await page.context().close();
  });

  it('adds a teammate, who chooses a password by the link and signs in with it', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/team');
    await page.getByRole('button', { name: 'Add teammate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a teammate' });
    await dialog.getByLabel('Name').fill('Nia Novak');
    await dialog.getByLabel('E-mail').fill('nia@new.example');
    await dialog.getByLabel('Role').selectOption('viewer');
    await dialog.getByRole('button', { name: 'Add teammate' }).click();
    const link = await seen(page.getByRole('dialog', { name: 'A link for Nia Novak' }).locator('code'));
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByLabel('Role of Nia Novak').waitFor();
    expect(await page.getByRole('button', { name: 'Remove Sam Rivera' }).count()).toBe(0);

    const visitor = await (await aVisitor(browser, server)).newPage();
    await visitor.goto(link);
    await visitor.getByLabel('Password').fill('nias own password');
    await visitor.getByRole('button', { name: 'Save and sign in' }).click();
    await visitor.getByRole('heading', { name: /What can I do for you, Nia/ }).waitFor();
    expect(visitor.url()).not.toContain('#');
    await visitor.goto(link);
    await visitor.getByLabel('Password').fill('somebody elses password');
    await visitor.getByRole('button', { name: 'Save and sign in' }).click();
    await visitor.getByRole('alert').getByText('was used before').waitFor();
    await visitor.context().close();

    await page.getByRole('button', { name: 'Change Nia Novak' }).click();
    const details = page.getByRole('dialog', { name: 'Change Nia Novak' });
    await details.getByLabel('Title').fill('Account manager');
    expect(await details.getByLabel('Leads the team').isDisabled()).toBe(true);
    await details.getByRole('combobox', { name: 'Team' }).fill('West');
    await details.getByLabel('Leads the team').check();
    await details.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Account manager, leads West, nia@new.example').waitFor();
    expect(await records.one('team-members', 'Nia Novak')).toMatchObject({
      title: 'Account manager',
      team: 'West',
      leadsTeam: true,
    });
    await page.getByRole('button', { name: 'Change Nia Novak' }).click();
    await details.getByRole('combobox', { name: 'Team' }).fill('');
    await details.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Account manager, nia@new.example').waitFor();

    await page.getByRole('button', { name: 'Remove Nia Novak' }).click();
    const sure = page.getByRole('dialog', { name: 'Remove Nia Novak from the team?' });
    await sure.getByRole('button', { name: 'Cancel' }).click();
    const nia = await records.one('team-members', 'Nia Novak');
    const task = await records.create('tasks', { title: 'Call Zed', assigneeId: nia.userId });
    await page.getByRole('button', { name: 'Remove Nia Novak' }).click();
    await sure.getByLabel('Who gets their').selectOption({ label: 'Carlos Mendes' });
    await sure.getByRole('button', { name: 'Remove Nia Novak' }).click();
    await page
      .getByText('Nia Novak is no longer in the team. Carlos Mendes has their 1 record now.')
      .waitFor();
    const carlos = await records.one('team-members', 'Carlos');
    expect((await records.get('tasks', task.id)).assigneeId).toBe(carlos.userId);
    expect(await page.getByLabel('Role of Nia Novak').count()).toBe(0);
    expect(await records.list('team-members', { search: 'Nia Novak' })).toEqual([]);
    await page.context().close();
  });

  it('changes the own password, and says at the field what is wrong', async () => {
    const page = await aPage(browser, server, { email: 'carlos@clianta.example' });
    await page.goto('/settings/account');
    const change = async (present: string, next: string) => {
      await page.getByLabel('Present password').fill(present);
      await page.getByLabel('New password', { exact: true }).fill(next);
      await page.getByRole('button', { name: 'Change password' }).click();
    };
    await change('not mine', 'a much better one');
    await page.getByText('Present password is wrong.').waitFor();
    await change(DEMO_PASSWORD, 'a much better one');
    await page.getByText('Your password is changed.').waitFor();
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    const visitor = await (await aVisitor(browser, server)).newPage();
    await signIn(visitor, 'carlos@clianta.example', 'a much better one');
    await visitor.context().close();
    await page.context().close();
  });

  it('asks the API no more for a long conversation than for a short one', async () => {
    const page = await aPage(browser, server);
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('How many deals do we have?');
    const link = page.getByRole('complementary').getByRole('link', { name: 'How many deals do we have?' });
    await link.first().waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/api/')) asked++;
    });
    for (let i = 0; i < 5; i++) await chat.say('How many companies do we have?');
    expect(asked).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  it('works on a telephone: the list of conversations opens, a message is answered, nothing is cut off', async () => {
    const page = await aPage(browser, server, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('What closes this quarter?');
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider).toBe(false);
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page
      .getByRole('dialog', { name: 'Conversations' })
      .getByRole('link', { name: 'What closes this quarter?' })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await chat.say('Add Nils Berg from Northwind, nils@northwind.example');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('dialog', { name: 'More places' }).getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const undo = page.getByRole('button', { name: 'Undo Nils Berg' });
    await undo.waitFor();
    const { x, width } = (await undo.boundingBox()) ?? { x: 0, width: 999 };
    expect(x + width).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Details of Nils Berg' }).click();
    await page.locator('.audit__detail:visible').getByText('Northwind', { exact: true }).waitFor();
    await page.context().close();
  });

  it('fits a small window beside its navigation: no column is cut off, no name is broken into letters', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1024, height: 768 } });
    const chat = await new ChatOnPage(page).open();
    await chat.say('Add Wilhelmina Featherstone from Northwind, wilhelmina@northwind.example');
    const inside = (selector: string) =>
      page.locator(selector).evaluateAll((boxes) => boxes.every((box) => box.scrollWidth <= box.clientWidth));
    await page.getByRole('link', { name: 'Audit' }).click();
    const row = page.locator('.audit__row').filter({ hasText: 'Wilhelmina Featherstone' }).first();
    await row.getByRole('button', { name: /^Undo/ }).waitFor();
    expect(await inside('.audit__box, .shell__main')).toBe(true);
    expect((await row.boundingBox())?.height).toBeLessThan(100);
    await page.getByRole('link', { name: 'Pipelines' }).click();
    await page
      .getByText(/\d+ deals?, /)
      .first()
      .waitFor();
    expect(await inside('.shell__main, .stage')).toBe(true);
    // with the kinds of records the places are higher than the window: they scroll, and the account stays
    await page.goto('/records');
    await page.getByRole('list', { name: 'Kinds of records' }).waitFor();
    await page.getByRole('button', { name: /account$/ }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL(/settings/);
    await page.context().close();
  });

  it('shows an answer that is longer than the window from its question on, and the next one again', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1024, height: 600 } });
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    const isInView = (name: string) =>
      chat.log.evaluate((log, text) => {
        const found = [...log.querySelectorAll('.message')].find((one) => one.textContent?.includes(text));
        const [box, view] = [found?.getBoundingClientRect(), log.getBoundingClientRect()];
        return box !== undefined && box.top >= view.top && box.top < view.bottom;
      }, name);
    await chat.say('Prepare me for my call with Northwind');
    expect(await isInView('Prepare me for my call')).toBe(true);
    await chat.say('How many companies do we have?');
    expect(await isInView('How many companies')).toBe(true);
    expect(await isInView('60 companies')).toBe(true);
    await page.reload();
    await chat.answers.nth(1).waitFor();
    expect(await isInView('60 companies')).toBe(true);
    await page.context().close();
  });
});
