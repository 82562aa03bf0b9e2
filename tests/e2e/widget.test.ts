import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn } from '../support/api-server.ts';
import { aPage, aVisitor, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { HOSTILE_STYLE } from '../support/hostile-style.ts';
import type { TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

const PAGE = `<!doctype html><html lang="en"><title>Intranet</title>
<style>button{background:red;display:none}</style>
<h1>Our intranet</h1><script src="/widget.js" async></script>`;

/** A page of another site, with something of its own on top of everything and a policy of its own for buttons. */
async function aForeignSite(page: (origin: string) => Promise<string>) {
  const site = createServer((request, response) => {
    const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    page(origin).then(
      (html) => response.setHeader('Content-Type', 'text/html').end(html),
      () => response.writeHead(500).end(),
    );
    request.resume();
  });
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
  const close = () => new Promise((resolve) => site.close(resolve));
  return { origin: `http://localhost:${(site.address() as AddressInfo).port}`, close };
}

/** It reads from right to left. */
const HOSTILE = `<!doctype html><html lang="ar" dir="rtl"><title>Hostile</title>${HOSTILE_STYLE}<h1>Ours</h1><script src="/widget.js" async></script>`;

const ON_TOP = `<header style="position:fixed;inset:0;z-index:2147483647;pointer-events:none;background:rgb(0 0 0/.1)">Ours</header>`;

describe('the chat widget on a page of its host', () => {
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

  const openIntranet = async (page: Page) => {
    await page.route('**/intranet', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
    await page.goto('/intranet');
    await page.getByRole('button', { name: 'Open the chat' }).click();
    return page.frameLocator('iframe[title="Chat with Clianta"]');
  };

  it('is loaded in little: the loader in 3 KB, the chat in 40 KB, what draws answers in 30 KB, compressed', async () => {
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
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40 * 1024);
    // asked for by the chat once it is open
    const chat = await (
      await fetch(new URL(own.find((file) => file.endsWith('.js')) ?? '', server.url))
    ).text();
    const cards = [...new Set(chat.match(/assets\/drawn-cards-[\w-]+\.(?:js|css)/g))];
    expect(cards).toHaveLength(2);
    const more = await Promise.all(cards.map((file) => sizeOf(`/${file}`)));
    expect(more.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30 * 1024);
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

  it('talks on a page of another site, above all that the page has, to whom its server vouches for', async () => {
    const api = await signedIn(server);
    let script = '';
    const foreign = await aForeignSite(
      async () => `<!doctype html><html lang="en">${ON_TOP}<h1>Ours</h1>${script}`,
    );
    const { id } = (await api.call('POST', '/widget-sites', { origin: foreign.origin })).body;
    const { secret } = (await api.call('POST', `/widget-sites/${id}/secret`)).body;
    const at = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT({ email: 'sam@clianta.example', aud: id, iat: at, exp: at + 300 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
    script = `<script src="${server.url}/widget.js" data-site="${id}" data-identity="${token}" async></script>`;
    const context = await browser.newContext({ viewport: { width: 390, height: 700 } });
    const page = await context.newPage();
    await page.goto(foreign.origin);
    await page.getByRole('button', { name: 'Open the chat' }).click();
    const frame = page.frameLocator('iframe[title="Chat with Clianta"]');
    const chat = await new ChatOnPage(frame).open();
    await chat.say('Add Wilma Foreign');
    await chat.card('Wilma Foreign').waitFor();
    await frame.getByRole('button', { name: 'Close the chat' }).click();
    await page.locator('iframe').waitFor({ state: 'hidden' });
    script = `<script src="${server.url}/widget.js" data-site="${id}" async></script>`;
    await page.reload();
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await frame.getByText('This page has not said who you are').waitFor();
    await context.close();
    await foreign.close();
  });

  it('is neither hidden nor moved by the styles of a page, in its other corner where it reads from right to left, on 320 px', async () => {
    const page = await aPage(browser, server, { viewport: { width: 320, height: 640 } });
    await page.route('**/hostile', (route) => route.fulfill({ contentType: 'text/html', body: HOSTILE }));
    await page.goto('/hostile');
    const button = page.getByRole('button', { name: 'Open the chat' });
    expect(await button.boundingBox()).toEqual({ x: 20, y: 564, width: 56, height: 56 });
    await button.click();
    const frame = page.frameLocator('iframe[title="Chat with Clianta"]');
    const chat = await new ChatOnPage(frame).open();
    await chat.say('List the companies in Berlin');
    await chat.say('أضف ليلى حداد');
    const direction = await chat.asked
      .last()
      .locator('[dir]')
      .evaluate((said) => getComputedStyle(said).direction);
    expect(direction).toBe('rtl');
    const root = frame.locator('html');
    expect(await root.evaluate((html) => html.scrollWidth <= innerWidth)).toBe(true);
    const inFrame = page.frames().find((one) => one.url().includes('/widget/'));
    expect(inFrame && (await objectionsTo(inFrame))).toEqual([]);
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
