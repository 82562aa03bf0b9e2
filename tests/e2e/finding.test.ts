import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

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

describe('search and commands', () => {
  it('find a record, go to a place and say something, by keyboard alone', async () => {
    const page = await aPage(browser, server);
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search' });
    await field.waitFor();
    await page.keyboard.type('northwnd');
    await page
      .getByRole('option', { name: /^Northwind/ })
      .first()
      .waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    const active = () => field.getAttribute('aria-activedescendant');
    const before = await active();
    await page.keyboard.press('ArrowDown');
    expect(await active()).not.toBe(before);
    await page.keyboard.press('ArrowUp');
    const opened = page.waitForEvent('framenavigated', (frame) => /\/records\/companies\//.test(frame.url()));
    await page.keyboard.press('Enter');
    await opened;
    await page.keyboard.press('Control+k');
    await field.waitFor();
    // chosen before the search has answered
    await page.keyboard.type('where told');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where I am told' }).waitFor();
    // by what else a page is called
    await page.keyboard.press('Control+k');
    await page.keyboard.type('budgets');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('import');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Imports', level: 1 }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL(/\/chat/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('How many deals do we have?');
    await page.getByRole('option', { name: 'Say “How many deals do we have?”' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('How many deals do we have?').first().waitFor();
    await page.context().close();
  });
});

describe('a person’s day', () => {
  it('opens a conversation; a task is done and put off by a click, and taken back', async () => {
    const records = await recordsOf(server);
    const sam = await records.one('team-members', 'Sam');
    const dueAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const task = await records.create('tasks', { title: 'Send the offer', assigneeId: sam.userId, dueAt });
    const page = await aPage(browser, server);
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    const late = page.getByRole('region', { name: 'Overdue' });
    await late.getByRole('link', { name: 'Send the offer' }).waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    const stored = () => records.get('tasks', task.id);
    await page.getByRole('button', { name: 'Done: Send the offer' }).click();
    await eventually(async () => (await stored()).status).toBe('completed');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await stored()).status).toBe('open');
    await page.getByRole('button', { name: 'Snooze: Send the offer' }).click();
    await page.getByRole('button', { name: 'Tomorrow, 9:00' }).click();
    await late.getByRole('link', { name: 'Send the offer' }).waitFor({ state: 'detached' });
    expect((await stored()).dueAt).not.toBe(dueAt);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await stored()).dueAt).toBe(dueAt);
    await page.context().close();
  });

  it('comes back with the network, and says what is wrong until then', async () => {
    const page = await aPage(browser, server);
    await page.goto('/inbox');
    await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Snoozed' }).click();
    await page.getByRole('heading', { name: 'Your notices did not load' }).waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Nothing is snoozed' }).waitFor();
    await page.context().close();
  });
});
