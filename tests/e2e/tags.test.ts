import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

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

it('a tag that was given in the chat is renamed into another one, and taken off, in the settings', async () => {
  const page = await aPage(browser, server);
  const picture = async (name: string) => {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  };
  for (const [name, tag] of [
    ['Corvus Analytics', 'Key client'],
    ['Northwind', 'Key account'],
  ]) {
    await page.goto('/chat');
    await page.getByRole('textbox', { name: 'Message' }).fill(`Add the tag "${tag}" to the company ${name}`);
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await page.getByText(`added the tag ${tag}.`).last().waitFor();
  }
  await page.goto('/settings/tags');
  const tags = page.getByRole('list', { name: 'Tags' });
  const row = (name: string) =>
    tags.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
  await row('Key client').getByText('1 company').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  await picture('tags');
  await row('Key client').getByRole('button', { name: 'Rename Key client' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename Key client' });
  await dialog.getByLabel('New name').fill('Key account');
  await dialog.getByText('There is Key account already: both become one.').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  await picture('tag-dialog');
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await page.getByText('Changed 1 record. You can undo it in the audit log.').waitFor();
  await row('Key account').getByText('2 companies').waitFor();
  await row('Key client').waitFor({ state: 'detached' });
  await row('Key account').getByRole('button', { name: 'Take off Key account' }).click();
  await page
    .getByRole('dialog', { name: 'Take Key account off' })
    .getByRole('button', { name: 'Take off', exact: true })
    .click();
  await page.getByText('Changed 2 records. You can undo it in the audit log.').waitFor();
  await row('Key account').waitFor({ state: 'detached' });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('tags-small-dark');
  await page.context().close();
});
