import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { GoogleApiStandIn } from '../support/google-api-stand-in.ts';
import type { TestServer } from '../support/server.ts';

describe('integrations in the settings', () => {
  let google: GoogleApiStandIn;
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    google = await new GoogleApiStandIn().start();
    server = await aDemoServer(google.env);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await google?.stop();
  });

  it('connects by signing in there, says how it is doing, and lets go with what becomes of the data', async () => {
    const page = await aPage(browser, server);
    // the person says yes at the vendor
    await page.route(`${google.url}/auth?**`, (route) => {
      const back = google.consent(route.request().url(), 'sam@gmail.example');
      const to = new URL(route.request().url()).searchParams.get('redirect_uri');
      return route.fulfill({
        contentType: 'text/html',
        body: `<script>location.replace('${to}?${back}')</script>`,
      });
    });
    await page.goto('/settings/integrations');
    await page.getByRole('button', { name: 'Connect Google Calendar' }).click();
    await page.getByText('Google: sam@gmail.example is connected.').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('button', { name: 'Test sam@gmail.example' }).click();
    await page.getByText('sam@gmail.example works.').waitFor();
    await page.getByRole('button', { name: 'Disconnect sam@gmail.example' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect sam@gmail.example?' });
    await dialog.getByRole('button', { name: 'Disconnect and keep' }).click();
    await page.getByText('sam@gmail.example is disconnected.').waitFor();
    expect(google.revoked).toBe(1);
    await page.context().close();
  });
});
