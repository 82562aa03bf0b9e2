import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, aVisitor, launchBrowser } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aServer, type TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

const PAGE = `<!doctype html><html lang="en"><title>Intranet</title>
<style>button{background:red;display:none}</style>
<h1>Our intranet</h1><script src="/widget.js" async></script>`;

describe('the chat widget on a page of its host', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await aServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const openIntranet = async (page: Page) => {
    await page.route('**/intranet', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
    await page.goto('/intranet');
    await page.getByRole('button', { name: 'Open the chat' }).click();
    return page.frameLocator('iframe[title="Chat with Clianta"]');
  };

  it('is loaded in little: the loader in 3 KB, the chat in 45 KB, what draws cards in 13 KB, compressed', async () => {
    const sizeOf = async (path: string) => {
      const answer = await fetch(new URL(path, server.url), { headers: { 'Accept-Encoding': 'gzip' } });
      expect(answer.headers.get('content-encoding'), path).toBe('gzip');
      return Number(answer.headers.get('content-length'));
    };
    expect(await sizeOf('/widget.js')).toBeLessThanOrEqual(3 * 1024);
    const frame = await (await fetch(new URL('/widget/', server.url))).text();
    const files = [...frame.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
    const own = files.filter((file) => file.includes('/assets/'));
    expect(own.map((file) => file.split('.').at(-1)).sort()).toEqual(['css', 'js']);
    const sizes = await Promise.all(own.map(sizeOf));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(45 * 1024);
    // asked for by the chat once it is open
    const chat = await (
      await fetch(new URL(own.find((file) => file.endsWith('.js')) ?? '', server.url))
    ).text();
    const cards = [...new Set(chat.match(/assets\/drawn-cards-[\w-]+\.(?:js|css)/g))];
    expect(cards).toHaveLength(2);
    const more = await Promise.all(cards.map((file) => sizeOf(`/${file}`)));
    expect(more.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(13 * 1024);
  });

  it('opens, talks, and closes with Esc; what was said is there when it opens again', async () => {
    const page = await aPage(browser, server);
    const frame = await openIntranet(page);
    const chat = await new ChatOnPage(frame).open();
    await chat.say('Add Wanda Frost, wanda@frost.example');
    await chat.card('Wanda Frost').waitFor();
    const records = await recordsOf(server);
    expect(await records.one('contacts', 'Wanda Frost')).toMatchObject({ email: 'wanda@frost.example' });
    await chat.answerTo(() => frame.getByRole('button', { name: 'Undo: Wanda Frost' }).click());
    expect(await records.list('contacts', { search: 'Wanda Frost' })).toEqual([]);

    await chat.composer.press('Escape');
    await page.locator('iframe').waitFor({ state: 'hidden' });
    const button = page.getByRole('button', { name: 'Open the chat' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await button.press('Enter');
    await chat.card('Wanda Frost').waitFor();
    await frame.getByRole('button', { name: 'Close the chat' }).click();
    await page.locator('iframe').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it('asks a visitor to sign in', async () => {
    const context = await aVisitor(browser, server);
    const frame = await openIntranet(await context.newPage());
    await frame.getByRole('heading', { name: 'Sign in to talk to your CRM' }).waitFor();
    expect(await frame.getByLabel('Message to Clianta').count()).toBe(0);
    await context.close();
  });
});
