import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SiteFigures } from '@clianta/crm-core/tracking/visit/site-figures.schema';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ApiClient, signedIn } from '../support/api-server.ts';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let person: Browser;
let sam: ApiClient;
let page: Page;
let site: { origin: string; close: () => Promise<unknown> };
const received: Array<Record<string, unknown>> = [];
const SOON = { timeout: 15_000, interval: 200 };

/** A website that carries the tracker, and what its pages send on the way to the server. */
async function aSite(body: () => string) {
  const http = createServer((request, response) => {
    request.resume();
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><html lang="en"><title>Acme</title><h1>Acme</h1><a href="/two">Two</a>${body()}`,
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => http.close(resolve)),
  };
}

beforeAll(async () => {
  server = await aDemoServer();
  browser = await launchBrowser();
  // as people use one: no program drives it
  person = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-blink-features=AutomationControlled'],
  });
  sam = await signedIn(server);
  let code = '';
  site = await aSite(() => code);
  const { id } = (await sam.call('POST', '/tracked-sites', { origin: site.origin })).body;
  code = `<script async src="${server.url}/track.js" data-site="${id}"></script>`;
  page = await aPage(browser, server);
});
afterAll(async () => {
  await person?.close();
  await browser?.close();
  await site?.close();
  await server?.close();
});

const figures = async (): Promise<SiteFigures> =>
  (await sam.call('POST', '/website/view', { period: { unit: 'day', count: 2, back: 0 } })).body.figures;

async function aVisit() {
  const context = await person.newContext({
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
  });
  const tab = await context.newPage();
  tab.on('request', (request) => {
    if (request.url().endsWith('/api/public/track') && request.postData())
      received.push(JSON.parse(String(request.postData())));
  });
  return { context, tab };
}
const kept = (tab: Page) => tab.evaluate(() => localStorage.length + document.cookie.length);

it('the scripts have 1.5 KB at most and are there for other sites', async () => {
  for (const name of ['track.js', 's.js']) {
    const script = await fetch(`${server.url}/${name}`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(Number(script.headers.get('content-length'))).toBeLessThanOrEqual(1_536);
  }
});

it('without consent nothing is kept and no id is sent; with it the page becomes the visitor’s; the token leaves the address', async () => {
  const { context, tab } = await aVisit();
  await tab.goto(`${site.origin}/?_ct=1.2.3.4&a=1`);
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), SOON);
  expect(tab.url()).toBe(`${site.origin}/?a=1`);
  expect(received.at(-1)?.v).toBeUndefined();
  expect(JSON.stringify(received)).not.toContain('_ct');
  expect(await kept(tab)).toBe(0);
  await vi.waitFor(async () => expect(await figures()).toMatchObject({ visitors: 1, views: 1 }), SOON);
  await tab.evaluate(() =>
    (window as unknown as { clianta: { consent(is: boolean): void } }).clianta.consent(true),
  );
  await vi.waitFor(
    () => expect(received.at(-1)).toMatchObject({ c: 1, v: expect.stringMatching(/^[0-9a-f]{24}$/) }),
    SOON,
  );
  await tab.getByRole('link').click();
  await vi.waitFor(async () => expect(await figures()).toMatchObject({ visitors: 1, views: 2 }), SOON);
  // out of the back-forward cache, or loaded anew: it is looked at again
  await tab.goBack();
  await vi.waitFor(async () => expect(await figures()).toMatchObject({ visitors: 1, views: 3 }), SOON);
  await tab.evaluate(() =>
    (window as unknown as { clianta: { consent(is: boolean): void } }).clianta.consent(false),
  );
  expect(await kept(tab)).toBe(0);
  await context.close();
});

it('a browser that asks not to be followed is not, whatever the page says', async () => {
  const { context, tab } = await aVisit();
  await tab.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await tab.goto(site.origin);
  await tab.evaluate(() =>
    (window as unknown as { clianta: { consent(is: boolean): void } }).clianta.consent(true),
  );
  await tab.getByRole('link').click();
  await tab.waitForURL('**/two');
  expect(await kept(tab)).toBe(0);
  expect(received.slice(-2).every(({ v }) => v === undefined)).toBe(true);
  await context.close();
});

it('the console shows visits, and has the code for one’s pages', async () => {
  await page.goto('/website');
  await page.getByRole('region', { name: 'Pages' }).getByRole('table').waitFor();
  await page.getByLabel('Model').selectOption({ label: 'U-shaped' });
  await page.getByRole('region', { name: 'What it led to' }).getByText('No deals made').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  await page.goto('/settings/website');
  await page.getByText('track.js').first().waitFor();
  await page.getByLabel('Address of the site').fill('https://www.acme.example/about');
  await page.getByRole('button', { name: 'Add a site' }).click();
  await page.getByRole('region', { name: 'https://www.acme.example', exact: true }).waitFor();
  expect(await objectionsTo(page)).toEqual([]);
});
