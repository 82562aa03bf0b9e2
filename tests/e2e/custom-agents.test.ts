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

it('an agent that was made in the chat stands in the settings, and a rule about approvals is taken away there', async () => {
  await page.goto('/chat');
  const box = page.getByRole('textbox').first();
  await box.fill('Create an agent that looks after overdue tasks');
  await box.press('Enter');
  await page.getByText('I called it').first().waitFor();
  await page.goto('/settings/agents');
  const own = page.getByRole('list', { name: 'Agents of your own' });
  await own.getByText('Looks after overdue tasks', { exact: true }).waitFor();
  await own.getByText('version 1, not switched on yet').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/agents.png` });
  await own.getByRole('link', { name: 'Scout' }).click();
  await page.getByRole('heading', { name: 'Scout' }).first().waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/record.png`, fullPage: true });
  await page.goto('/chat');
  await page.getByRole('textbox').first().fill('Deals over 50k need an admin');
  await page.getByRole('textbox').first().press('Enter');
  await page.getByRole('button', { name: 'Approve' }).first().click();
  await page.getByText('It holds for whoever asks').first().waitFor();
  await page.goto('/settings/approvals');
  const rules = page.getByRole('list', { name: 'Rules about approvals' });
  await rules.getByText('Changes of deals over $50,000').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/rules.png`, fullPage: true });
  await rules.getByRole('button', { name: /^Remove the rule/ }).click();
  await page.getByText('There are none', { exact: true }).waitFor();
});
