import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** Takes the README's pictures again: PICTURES=1 npx vitest run --project e2e tests/e2e/pictures.test.ts */
describe.runIf(process.env.PICTURES)('pictures for the README, from the demo company', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(docs, { recursive: true });
    server = await aDemoServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const take = async (page: Page, name: string) => {
    // without the caret and the field's focus ring
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `${docs}/${name}.png` });
  };

  it('chat, light and dark', async () => {
    // more of the conversation on a picture of 1280 x 800 pixels
    const page = await aPage(browser, server, {
      viewport: { width: 1600, height: 1000 },
      deviceScaleFactor: 0.8,
      colorScheme: 'light',
    });
    const chat = await new ChatOnPage(page).open();
    await chat.say('What closes this quarter?');
    await chat.newConversation();
    await chat.say('How many open deals do we have?');
    await chat.newConversation();
    await chat.say('Add Jane Doe from Northwind, jane@northwind.example, VP Sales');
    await chat.say("Reassign all of Akira's open deals over 20k to Carlos");
    await take(page, 'chat');
    await page.emulateMedia({ colorScheme: 'dark' });
    await chat.say('Create a 12k deal for Northwind closing end of next month');
    await chat.say('Who at Northwind have we not talked to for a month?');
    await take(page, 'chat-dark');
    await page.context().close();
  });

  it('brief', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('Remind me to call Jane Doe tomorrow at 10');
    await chat.say('Prepare me for my call with Northwind');
    await take(page, 'brief');
    await page.context().close();
  });

  it('records: a list, a page and a board', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    await page.goto('/records/opportunities?sort=-amountMinor');
    const list = page.getByRole('region', { name: 'List of deals' });
    await list.getByText('Lantern Payments', { exact: true }).first().waitFor();
    await list.getByText('Akira Tanaka').first().waitFor();
    await take(page, 'records');
    await list
      .getByRole('link', { name: /^Lantern Payments/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'Stage' }).waitFor();
    await page.locator('.entries').first().waitFor();
    await page.locator('.record-view__subtitle', { hasText: 'Lantern' }).waitFor();
    await take(page, 'record');
    await page.getByRole('link', { name: /^Board of/ }).click();
    // with the names of companies and people, which come a moment later
    await page.locator('.deal', { hasText: 'Akira Tanaka' }).first().waitFor();
    await take(page, 'board');
    await page.context().close();
  });

  it('a new conversation and the inbox', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    await new ChatOnPage(page).open();
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    await page.getByText('Overdue').first().waitFor();
    await take(page, 'today');
    await page.goto('/inbox');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await take(page, 'inbox');
    await page.context().close();
  });

  it('a workflow and a week', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('Schedule a demo with Lena on Thursday next week at 11');
    await chat.say('Schedule a call with Carlos on Friday next week at 14:00');
    await page.goto('/calendar');
    await page.getByRole('heading', { name: 'Calendar' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Call with Carlos').first().waitFor();
    await take(page, 'calendar');
    await page.goto('/workflows');
    await page.getByText('Welcome new customers').first().click();
    await page.locator('svg').last().waitFor();
    await take(page, 'workflows');
    await page.context().close();
  });

  it('pipelines and audit', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('Change the phone of Jane Doe to +1 415 555 0100');
    await page.goto('/pipelines');
    await page
      .getByText(/\d+ deals?, /)
      .last()
      .waitFor();
    await take(page, 'pipelines');
    await page.goto('/audit');
    await page
      .locator('.audit__row')
      .filter({ hasText: 'Jane Doe' })
      .first()
      .getByRole('button', { name: /^Details/ })
      .click();
    await take(page, 'audit');
    await page.context().close();
  });

  it('mobile', async () => {
    const page = await aPage(browser, server, {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    });
    const chat = await new ChatOnPage(page).open();
    await chat.newConversation();
    await chat.say('What tasks are due this week?');
    await chat.say('Delete all contacts without an e-mail');
    await take(page, 'mobile');
    await page.context().close();
  });
});
