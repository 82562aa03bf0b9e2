import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { aServer, type TestServer } from '../support/server.ts';

const docs = fileURLToPath(new URL('../../docs/integrations', import.meta.url));
/** Those that are signed in to, and the use by which the others' dialogs are opened. */
const SIGNED_IN_TO = { google: 'Google', microsoft: 'Microsoft 365', salesforce: 'Salesforce' };
const BY_KEY = {
  hubspot: 'HubSpot',
  pipedrive: 'Pipedrive',
  twilio: 'Text messages',
  resend: 'Mail by Resend',
  apollo: 'Enrichment',
  notion: 'Notion pages',
};

/** Takes the pictures of docs/integrations again: PICTURES=1 npx vitest run --project e2e tests/e2e/integration-pictures.test.ts */
describe.runIf(process.env.PICTURES)('pictures for the guides to integrations', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(docs, { recursive: true });
    server = await aServer({
      GOOGLE_CLIENT_ID: 'example.apps.googleusercontent.com',
      GOOGLE_CLIENT_SECRET: 'garden',
      MICROSOFT_CLIENT_ID: 'garden',
      MICROSOFT_CLIENT_SECRET: 'garden',
      SALESFORCE_CLIENT_ID: 'garden',
      SALESFORCE_CLIENT_SECRET: 'garden',
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('of panels and dialogs', async () => {
    const page = await aPage(browser, server, { viewport: { width: 1280, height: 1000 } });
    await page.goto('/settings/integrations');
    for (const [name, title] of Object.entries(SIGNED_IN_TO)) {
      const panel = page.locator('section.panel', {
        has: page.getByRole('heading', { name: title, exact: true }),
      });
      await panel.locator('summary').click();
      // the address of the test server is nobody's
      await panel.locator('code').evaluateAll((all) => {
        for (const one of all)
          one.textContent = (one.textContent ?? '').replace(location.origin, 'https://crm.example.com');
      });
      await panel.screenshot({ path: `${docs}/${name}.png` });
    }
    for (const [name, use] of Object.entries(BY_KEY)) {
      await page.getByRole('button', { name: `Connect ${use}`, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await dialog.screenshot({ path: `${docs}/${name}.png` });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.context().close();
  });
});
