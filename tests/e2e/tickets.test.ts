import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../support/api-server.ts';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';

describe('tickets in the console', () => {
  let server: ApiServer;
  let browser: Browser;
  let page: Page;
  let sam: ApiClient;

  beforeAll(async () => {
    [server, browser] = await Promise.all([anApiServer(), launchBrowser()]);
    sam = await signedIn(server);
    page = await aPage(browser, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('a ticket is answered on its page, and a note of the team is kept', async () => {
    const { body: ticket } = await sam.call('POST', '/tickets', { subject: 'Printer on fire' });
    await page.goto(`/records/tickets/${ticket.id}`);
    await page.getByLabel('Your words').fill('Ben has the logs');
    await page.getByLabel('For', { exact: true }).selectOption('internal');
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/reply.png` });
    expect(await objectionsTo(page)).toEqual([]);
    await page.getByRole('button', { name: 'Keep the note' }).click();
    const told = page.getByRole('dialog', { name: 'What was done' });
    await told.getByText('the customer does not see it').waitFor();
    await told.getByRole('button', { name: 'Close' }).last().click();
    expect(await page.getByLabel('Your words').inputValue()).toBe('');
    await page.getByText('Ben has the logs').first().waitFor();
    await page.getByLabel('For', { exact: true }).selectOption('told');
    await page.getByLabel('Your words').fill('We are on it');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await told.getByText('counts as the first answer').waitFor();
  });

  it('a service level is for the tickets of a filter and of a team', async () => {
    await page.goto('/settings/service-levels');
    await page.getByLabel('Name of a new one').fill('Urgent in the West');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Urgent in the West' });
    await dialog.getByLabel('For teams').fill('West');
    await dialog.getByPlaceholder('without an owner').fill('urgent');
    await page.keyboard.press('Enter');
    await dialog.getByText(/priority is urgent/i).waitFor();
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/service-level.png` });
    await dialog.getByRole('button', { name: 'Save' }).last().click();
    await page.getByText(/For tickets: .*urgent.*, of West/i).waitFor();
  });
});
