import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await aDemoServer({
    SLACK_BOT_TOKEN: 'xoxb-your-token',
    SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
    GOOGLE_API_KEY: 'changeme',
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('names the variables that are to be put right, where the system and the channels are looked at', async () => {
  const page = await aPage(browser, server);
  const told = page.getByRole('alert');
  await page.goto('/settings/health');
  await eventually(() => told.allInnerTexts()).toEqual([
    'Slack: SLACK_BOT_TOKEN: it is what stands in an example. Set the real value, or remove it.',
    'Language model: GOOGLE_API_KEY: it is what stands in an example. Set the real value, or remove it.',
  ]);
  await page.goto('/settings/channels');
  const slack = page.getByRole('region', { name: 'Slack', exact: true });
  await eventually(() => seen(slack)).toMatch(/SLACK_BOT_TOKEN: it is what stands in an example/);
});
