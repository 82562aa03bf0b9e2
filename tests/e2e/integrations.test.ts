import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { GoogleApiStandIn } from '../support/google-api-stand-in.ts';
import { MicrosoftStandIn } from '../support/microsoft-stand-in.ts';
import type { TestServer } from '../support/server.ts';

describe('integrations in the settings', () => {
  let google: GoogleApiStandIn;
  const microsoft = new MicrosoftStandIn();
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    google = await new GoogleApiStandIn().start();
    await microsoft.start();
    server = await aDemoServer({ ...google.env, ...microsoft.env });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await google?.stop();
    await microsoft.stop();
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

  it('makes a mailbox of an account that is connected for mail, and says where the grant is taken back', async () => {
    const page = await aPage(browser, server);
    await page.route(`${microsoft.url}/common/oauth2/v2.0/authorize?**`, (route) => {
      const back = microsoft.consent(route.request().url(), 'sam@contoso.example');
      const to = new URL(route.request().url()).searchParams.get('redirect_uri');
      return route.fulfill({
        contentType: 'text/html',
        body: `<script>location.replace('${to}?${back}')</script>`,
      });
    });
    await page.goto('/settings/integrations');
    await page.getByRole('button', { name: 'Connect Outlook Mail' }).click();
    await page.getByText('Microsoft 365: sam@contoso.example is connected.').waitFor();
    await page.goto('/settings/mailboxes');
    const row = page.getByRole('listitem').filter({ hasText: 'sam@contoso.example' });
    await row.getByText('by the account that is connected under Integrations').waitFor();
    expect(await row.getByRole('button', { name: /Password/ }).count()).toBe(0);
    await page.goto('/settings/integrations');
    await page.getByRole('button', { name: 'Disconnect sam@contoso.example' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect sam@contoso.example?' });
    await dialog.getByRole('link', { name: 'myapps.microsoft.com' }).waitFor();
    await dialog.getByRole('button', { name: 'Disconnect and keep' }).click();
    await page.getByText('sam@contoso.example is disconnected.').waitFor();
    await page.context().close();
  });
});
