import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = await aDemoServer();
  browser = await launchBrowser();
  page = await aPage(browser, server);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('a report is asked for, kept, sent by itself and taken away as a file', async () => {
  await page.goto('/reports');
  const answer = page.getByRole('region', { name: 'The answer' });
  await answer.getByRole('table').waitFor();
  await page.getByLabel('Figure').selectOption({ label: 'Win rate' });
  await page.getByLabel('By', { exact: true }).selectOption({ label: 'Source' });
  await answer.getByText('Win rate', { exact: true }).first().waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('Name').fill('Win rate by source');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Win rate by source' }).first().waitFor();
  await page.getByRole('button', { name: 'Send it by itself' }).click();
  await page.getByLabel('How often').selectOption('month');
  expect(await objectionsTo(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send it so' }).click();
  await page.getByRole('navigation', { name: 'Saved reports' }).getByText('every month').waitFor();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'As CSV', exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toContain('Win rate by source');
});

it('the forecast stands beside its targets, which an admin sets', async () => {
  await page.goto('/reports/forecast');
  const targets = page.getByRole('region', { name: 'Targets', exact: true });
  await targets.getByLabel(/^Target for/).selectOption({ label: 'The team' });
  await targets.getByLabel('Amount in USD').fill('1234567');
  await targets.getByRole('button', { name: 'Set the target' }).click();
  await targets.getByText('$1,234,567').first().waitFor();
  expect(await objectionsTo(page)).toEqual([]);
});
