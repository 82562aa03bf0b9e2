import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, aVisitor, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await aDemoServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('axe-core does object to a page that deserves it', async () => {
  const context = await aVisitor(browser, server);
  const page = await context.newPage();
  await page.goto('/');
  await page
    .getByLabel('E-mail')
    .evaluate((input) => document.querySelector(`label[for="${input.id}"]`)?.remove());
  expect((await objectionsTo(page)).join()).toContain('Form elements must have labels');
  await context.close();
});

describe.each(['light', 'dark'] as const)('axe-core has no objection, in %s', (colorScheme) => {
  let page: Page;
  beforeAll(async () => {
    page = await aPage(browser, server, { colorScheme });
  });
  afterAll(() => page?.context().close());

  it('to the sign-in page, also with a problem', async () => {
    const context = await aVisitor(browser, server, { colorScheme });
    const stranger = await context.newPage();
    await stranger.goto('/');
    await stranger.getByLabel('E-mail').fill('sam@clianta.example');
    await stranger.getByLabel('Password').fill('not the password');
    expect(await objectionsTo(stranger)).toEqual([]);
    await stranger.getByRole('button', { name: 'Sign in' }).click();
    await stranger.locator('.notice').waitFor();
    expect(await objectionsTo(stranger)).toEqual([]);
    await context.close();
  });

  it('to an empty conversation, and to one with every kind of card', async () => {
    await page.goto('/chat');
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    expect(await objectionsTo(page)).toEqual([]);
    await chat.say('Add Jane Doe from Northwind, jane@northwind.example, VP Sales');
    await chat.say('What closes this quarter?');
    await chat.say('Delete all contacts');
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('group').first();
    await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
    await chat.say("Reassign all of Akira's open deals over 20k to Carlos");
    await chat.say('Prepare me for my call with Northwind');
    await chat.say('What can you do?');
    await chat.say('What can you do?');
    expect(await objectionsTo(page, ['landmark-unique'])).toEqual([]);
  });

  it('to the pipelines, with a problem and its dialog', async () => {
    await page.goto('/pipelines');
    const editor = page.getByRole('region', { name: 'New business' });
    await editor
      .getByText(/\d+ deals?, /)
      .first()
      .waitFor();
    await editor.getByRole('button', { name: 'Add stage' }).click();
    await editor.getByRole('button', { name: 'Save changes' }).click();
    await editor.getByText('Give this stage a name.').waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await objectionsTo(page)).toEqual([]);
  });

  it('to the page where a new teammate chooses a password, also with a problem', async () => {
    const context = await aVisitor(browser, server, { colorScheme });
    const stranger = await context.newPage();
    await stranger.goto('/welcome#nonsense');
    await stranger.getByLabel('Password').fill('a long password');
    expect(await objectionsTo(stranger)).toEqual([]);
    await stranger.getByRole('button', { name: 'Save and sign in' }).click();
    await stranger.locator('.notice').waitFor();
    expect(await objectionsTo(stranger)).toEqual([]);
    await context.close();
  });

  it('to every page of the settings, and to their dialogs', async () => {
    await page.goto('/settings');
    const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    await links.first().waitFor();
    for (const label of await links.allTextContents()) {
      await links.filter({ hasText: new RegExp(`^${label}$`) }).click();
      await page.getByRole('heading', { level: 1, name: label, exact: true }).waitFor();
      await eventually(() => page.locator('.skeleton').count()).toBe(0);
      expect(await objectionsTo(page), label).toEqual([]);
    }
    const dialogs = {
      fields: ['Add field'],
      team: ['Add teammate', 'Change Tom Okafor', 'New password for Tom Okafor'],
      webhooks: ['Add a webhook'],
      'lead-scoring': ['New rule'],
    };
    for (const [path, names] of Object.entries(dialogs)) {
      await page.goto(`/settings/${path}`);
      for (const name of names) {
        await page.getByRole('button', { name }).click();
        await page.getByRole('dialog').waitFor();
        expect(await objectionsTo(page), name).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
  });

  it('to the audit log with an open entry, and to the account menu', async () => {
    await page.goto('/audit');
    await page
      .locator('.audit__row')
      .first()
      .getByRole('button', { name: /^Details of/ })
      .click();
    await page.locator('.audit__detail:visible').first().waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    await page.getByRole('button', { name: /Sam Rivera.*account/ }).click();
    expect(await objectionsTo(page)).toEqual([]);
  });

  it('to the widget', async () => {
    await page.goto('/widget/');
    const chat = await new ChatOnPage(page).open();
    await chat.answers.first().waitFor();
    expect(await objectionsTo(page)).toEqual([]);
  });
});

it.each(['light', 'dark'] as const)(
  'a high contrast is chosen in the account menu and kept: all text has 7:1, in %s',
  async (colorScheme) => {
    const page = await aPage(browser, server, { colorScheme });
    await page.getByRole('button', { name: /Sam Rivera.*account/ }).click();
    await page.getByLabel('High contrast').check();
    await page.keyboard.press('Escape');
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('Delete all contacts without an e-mail');
    await chat.say('List the open deals');
    expect(await objectionsTo(page, ['color-contrast-enhanced'])).toEqual([]);
    for (const path of ['/pipelines', '/records/contacts', '/audit', '/settings/team', '/inbox']) {
      await page.goto(path);
      await page.locator('h1').last().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await objectionsTo(page, ['color-contrast-enhanced']), path).toEqual([]);
    }
    await page.context().close();
    const sharp = await aVisitor(browser, server, { colorScheme, contrast: 'more' });
    const stranger = await sharp.newPage();
    await stranger.goto('/');
    await stranger.getByLabel('E-mail').waitFor();
    expect(await objectionsTo(stranger, ['color-contrast-enhanced'])).toEqual([]);
    await sharp.close();
  },
);
