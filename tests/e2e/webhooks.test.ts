import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { aPage, launchBrowser, seen } from '../support/browser.ts';
import { aServer, type TestServer } from '../support/server.ts';

describe('webhooks and schedules in the settings', () => {
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

  it('adds a webhook, shows its secret once, and what became of a test event; private addresses are refused', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/webhooks');
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a webhook' });
    await dialog.getByLabel('Name of the other system').fill('ERP');
    await dialog.getByLabel('Address').fill('https://169.254.169.254/hook');
    await dialog.getByLabel('deal.won').check();
    await dialog.getByRole('button', { name: 'Add the webhook' }).click();
    await dialog.getByText('leads into a private network').first().waitFor();
    // a name that there is nowhere: nothing leaves this machine
    await dialog.getByLabel('Address').fill('https://erp.invalid/hook');
    await dialog.getByRole('button', { name: 'Add the webhook' }).click();
    const shown = page.getByRole('dialog', { name: 'What it is signed with' });
    const secret = await seen(shown.locator('code'));
    if (!secret.startsWith('whsec_')) throw new Error(`no secret: ${secret}`);
    await shown.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Test ERP' }).click();
    const deliveries = page.getByRole('region', { name: 'Deliveries to ERP' });
    await deliveries.getByText('webhook.test').waitFor();
    for (let tries = 0; tries < 30 && (await deliveries.getByText('no answer').count()) === 0; tries++) {
      await deliveries.getByRole('button', { name: 'Look again' }).click();
      await page.waitForTimeout(300);
    }
    await deliveries.getByText('no answer').first().waitFor();
    await page.getByRole('button', { name: 'Pause ERP' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.context().close();
  });

  it('sets a time of the clock, turns a work off and has one done now', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/schedules');
    const time = page.getByLabel('Time of Search for duplicates');
    await time.fill('04:15');
    await time.blur();
    await page.getByText('4:15').first().waitFor();
    await page.getByRole('button', { name: 'Turn off Stale deals' }).click();
    await page.getByRole('button', { name: 'Turn on Stale deals' }).waitFor();
    await page.getByRole('button', { name: 'Do it now: Forecast of the day' }).click();
    for (let tries = 0; tries < 30 && (await page.getByText(/Last .* kept/).count()) === 0; tries++) {
      await page.waitForTimeout(500);
      await page.reload();
      await time.waitFor();
    }
    await page.getByText(/Last .* kept/).waitFor();
    await page.context().close();
  });
});
