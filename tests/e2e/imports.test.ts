import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

const FILE = `Name,E-mail,Job title
Nora Falk,nora.falk@import.example,Buyer
Pelle Ros,pelle.ros@import.example,Engineer
Quinn Abel,not an address,Director
`;

describe('imports in the console', () => {
  let server: TestServer;
  let browser: Browser;
  let records: Records;

  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
    records = await recordsOf(server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('a file is sent in, tried without writing, imported, and taken back', async () => {
    const page = await aPage(browser, server);
    await page.goto('/records/contacts');
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByRole('heading', { name: 'A new import' }).waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(FILE),
    });
    await page.getByRole('heading', { name: 'people.csv' }).waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('This was a dry run: nothing is written yet.').waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    const imported = () => records.list('contacts', { search: 'import.example' });
    expect(await imported()).toEqual([]);
    await page.getByRole('table', { name: 'Rows with errors' }).getByText('Quinn Abel').waitFor();
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await page.getByText('The import is done.').waitFor();
    await page.getByRole('link', { name: 'Download the rows with errors' }).waitFor();
    await eventually(async () => (await imported()).map(({ name }) => name).sort()).toEqual([
      'Nora Falk',
      'Pelle Ros',
    ]);
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('It was taken back').waitFor();
    await eventually(async () => (await imported()).length).toBe(0);
    await page.context().close();
  });

  it('a viewer is told who imports, and has nothing to import with', async () => {
    const page = await aPage(browser, server, { email: 'tom@clianta.example' });
    await page.goto('/imports');
    await page.getByRole('heading', { name: 'Not open to you' }).waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
    await page.context().close();
  });
});
