import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { signedIn } from '../support/api-server.ts';
import { aPage, aVisitor, launchBrowser } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { aMailServer, type MailServer } from '../support/mail-server.ts';
import { SigningProgram } from '../support/program-sign-in.ts';
import type { TestServer } from '../support/server.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** Takes the README's pictures again: PICTURES=1 npx vitest run --project e2e tests/e2e/pictures.test.ts */
describe.runIf(process.env.PICTURES)('pictures for the README, from the demo company', () => {
  let server: TestServer;
  let browser: Browser;
  let mailServer: MailServer;

  beforeAll(async () => {
    mkdirSync(`${docs}/widget`, { recursive: true });
    mailServer = await aMailServer();
    server = await aDemoServer({ MAIL_URL: mailServer.url, MAIL_FROM: 'Rivera <crm@clianta.example>' });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await mailServer?.close();
  });

  const take = async (page: Page, name: string) => {
    // without the caret, the field's focus ring, and the address of the test server, which is nobody's
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      for (const code of document.querySelectorAll('code'))
        code.textContent = (code.textContent ?? '').replaceAll(location.origin, 'https://crm.example.com');
    });
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
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^All [\d,]+ entries/).waitFor();
    await take(page, 'audit');
    await page.context().close();
  });

  it('every page of the settings', async () => {
    mkdirSync(`${docs}/settings`, { recursive: true });
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    await page.goto('/settings');
    const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    await links.first().waitFor();
    const paths = await links.evaluateAll((all) =>
      all.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
    );
    for (const path of paths) {
      await page.goto(path);
      await page.locator('main h2:visible').first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await take(page, path.slice(1));
    }
    await page.context().close();
  });

  it('the default owner, and a program that signs in', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    await page.goto('/settings/lead-scoring');
    const owner = page.getByRole('heading', { name: 'When no rule fits' });
    await owner.waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await owner.evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
    await take(page, 'settings/default-owner');
    const program = new SigningProgram('read write', { redirect: 'http://127.0.0.1:1/callback' });
    await page.goto((await program.ask(`${server.url}/mcp`)).href);
    await page.getByRole('heading', { name: 'Let “Desk helper” use Clianta?' }).waitFor();
    await take(page, 'settings/mcp-sign-in');
    await page.context().close();
  });

  it('reports, the channels, a proposal with its lines, and high contrast', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 800 } });
    await page.goto('/reports');
    await page.getByLabel(/^Chart: Won value by owner/).waitFor();
    await take(page, 'reports');
    await page.goto('/settings/channels');
    await page.getByRole('region', { name: 'Slack' }).getByText('Set it up').click();
    await take(page, 'channels');
    await page.goto('/records/proposals');
    await page.getByRole('link', { name: /^P3/ }).click();
    await page.getByRole('button', { name: 'Edit the lines' }).click();
    await page.locator('.rows-control').scrollIntoViewIfNeeded();
    await take(page, 'proposal');
    await page.goto('/pipelines');
    await page.getByRole('link', { name: 'Open the board' }).first().click();
    await page.locator('.deal', { hasText: 'Akira Tanaka' }).first().waitFor();
    await page.evaluate(() => {
      document.documentElement.dataset.contrast = 'more';
    });
    await take(page, 'high-contrast');
    await page.context().close();
  });

  it('the places of a telephone', async () => {
    const page = await aPage(browser, server, {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    });
    await page.goto('/records/opportunities');
    await page.getByText('Akira Tanaka').first().waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await take(page, 'mobile-more');
    await page.context().close();
  });

  it('the widget in each of its states', async () => {
    const site = (script: string, dir = 'ltr') =>
      `<!doctype html><html lang="en" dir="${dir}"><title>Rivera</title><style>body{margin:0;font:18px/1.6 sans-serif;background:#f4efe6;color:#333}
      header{padding:24px 40px;background:#2d3a4a;color:#fff}main{padding:40px;max-width:30rem}</style>
      <header>Rivera &amp; Co</header><main><h1>Garden machines since 1962</h1><p>We repair what we sell, and we answer what you ask.</p></main>${script}`;
    const records = await signedIn(server);
    const origin = new URL(server.url).origin;
    const { id } = (await records.call('POST', '/widget-sites', { origin })).body;
    await records.call('POST', '/business-profiles', {
      isOn: true,
      greeting: 'Hello! How can we help?',
      faq: [{ question: 'Do you deliver to Norway?', answer: 'Yes, within a week, and free from $200.' }],
    });
    const teammates = '<script src="/widget.js" async></script>';
    const visitors = `<script src="/widget.js" data-site="${id}" data-visitors async></script>`;
    const open = async (page: Page, html: string) => {
      await page.route('**/site', (route) => route.fulfill({ contentType: 'text/html', body: html }));
      await page.goto('/site');
      const button = page.getByRole('button', { name: 'Open the chat' });
      await button.waitFor();
      return button;
    };
    const viewport = { width: 900, height: 760 };
    const page = await aPage(browser, server, { viewport });
    const button = await open(page, site(teammates));
    await take(page, 'widget/closed');
    await button.click();
    const frame = page.frameLocator('iframe');
    const chat = await new ChatOnPage(frame).open();
    await chat.newConversation();
    await take(page, 'widget/welcome');
    await chat.say('Delete the contact Ada Fischer');
    await take(page, 'widget/approval');
    await page.context().setOffline(true);
    await chat.send('What closes this quarter?');
    await frame
      .getByText(/connection/i)
      .first()
      .waitFor();
    await take(page, 'widget/offline');
    await page.context().close();

    const stranger = await (await aVisitor(browser, server, { viewport })).newPage();
    await (await open(stranger, site(teammates, 'rtl'))).click();
    await stranger
      .frameLocator('iframe')
      .getByRole('heading', { name: /Sign in/ })
      .waitFor();
    await take(stranger, 'widget/sign-in-right-to-left');
    await stranger.unroute('**/site');
    await (await open(stranger, site(visitors))).click();
    const visit = stranger.frameLocator('iframe[title="Chat"]');
    await visit.getByLabel('Your message').fill('Do you deliver to Norway?');
    await visit.getByRole('button', { name: 'Send', exact: true }).click();
    await visit.getByText('within a week').waitFor();
    await visit.locator('input[type=file]').setInputFiles({
      name: 'order-4711.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
    });
    await visit.getByText('What is it about?').waitFor();
    await take(stranger, 'widget/visitor');
    await visit.getByRole('button', { name: 'Get a copy by e-mail' }).click();
    await visit.getByLabel('Your e-mail address').fill('lisa@farm.example');
    await visit.getByRole('button', { name: 'Send me a code' }).click();
    await visit.getByLabel('The code that we have mailed to you').waitFor();
    await take(stranger, 'widget/visitor-copy');
    await stranger.context().close();
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
