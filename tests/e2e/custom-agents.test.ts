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

it('a rule about approvals is made and changed in the settings, and holds in the chat', async () => {
  await page.goto('/settings/approvals');
  const rules = page.getByRole('list', { name: 'Rules about approvals' });
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule about approvals' });
  await dialog.getByRole('button', { name: 'Save rule' }).click();
  await dialog.getByText('a rule about every change would stop all work').waitFor();
  await dialog.getByLabel('What is approved').selectOption('Deletions');
  await dialog.getByLabel('Of', { exact: true }).selectOption('Companies');
  await dialog.getByLabel('Akira Tanaka').check();
  await dialog.getByLabel('Lena Schmidt').check();
  await dialog.getByLabel('How many have to approve').selectOption('Two of them');
  expect(await objectionsTo(page)).toEqual([]);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/rule-dialog.png` });
  await dialog.getByRole('button', { name: 'Save rule' }).click();
  const added = rules.getByRole('listitem').filter({ hasText: 'Deletions of companies' });
  await added.getByText('2 of Akira Tanaka, Lena Schmidt, within 24 hours.').waitFor();
  await added.getByRole('button', { name: 'Change the rule: Deletions of companies' }).click();
  const changed = page.getByRole('dialog', { name: 'Change the rule' });
  await changed.getByLabel('Hours to decide').fill('48');
  await changed.getByRole('button', { name: 'Save rule' }).click();
  await added.getByText('within 48 hours.').waitFor();
  // the chat asks those that the rule names
  await page.goto('/chat');
  await page.getByRole('textbox').first().fill('Delete the company Corvus Analytics');
  await page.getByRole('textbox').first().press('Enter');
  await page
    .getByText(/approval of .*Akira Tanaka|waits for .*Akira Tanaka/i)
    .first()
    .waitFor();
  await page.goto('/settings/approvals');
  await rules.getByRole('button', { name: /^Remove the rule: Deletions/ }).click();
  await page.getByText('There are none', { exact: true }).waitFor();
});
