import type { Browser } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { aPage, launchBrowser, seen } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

describe('webhooks and schedules in the settings', () => {
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

  it('makes an address for events, takes a signed one, and shows what became of it', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/webhooks');
    await page.getByRole('button', { name: 'Receive events' }).click();
    const dialog = page.getByRole('dialog', { name: 'Receive events' });
    await dialog.getByLabel('Name of the other system').fill('Web shop');
    await dialog.getByLabel('Place of field 1').fill('customer.name');
    await dialog.getByLabel('Place of field 2').fill('customer.email');
    await dialog.getByRole('button', { name: 'Make the address' }).click();
    const shown = page.getByRole('dialog', { name: 'Enter this at the other system' });
    const address = await seen(shown.locator('code').first());
    const secret = await seen(shown.locator('code').last());
    await shown.getByRole('button', { name: 'Done' }).click();
    const send = (id: string, body: string) =>
      fetch(`${server.url}${new URL(address).pathname}`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
          'webhook-signature': new Webhook(secret).sign(id, new Date(), body),
        },
      });
    await send('evt_1', '{"customer":{"name":"Ada Quist","email":"ada@shop.example"}}');
    await send('evt_2', '{"customer":{"name":"Bo"}}');
    await page.getByRole('button', { name: 'Events of Web shop' }).click();
    const events = page.getByRole('region', { name: 'Events of Web shop' });
    for (let tries = 0; tries < 30 && (await events.getByText('Not taken').count()) === 0; tries++) {
      await events.getByRole('button', { name: 'Look again' }).click();
      await page.waitForTimeout(300);
    }
    await events.getByText('Added the contact “Ada Quist”').waitFor();
    await events.getByText('nothing stands at “customer.email”').waitFor();
    await events.getByRole('link', { name: 'Open the contact' }).click();
    await page.getByRole('heading', { name: 'Ada Quist' }).first().waitFor();
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
