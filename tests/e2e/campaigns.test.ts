import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

let server: TestServer;
let browser: Browser;
let page: Page;
let records: Records;
beforeAll(async () => {
  server = await aDemoServer();
  browser = await launchBrowser();
  page = await aPage(browser, server);
  records = await recordsOf(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('the page of a campaign says who would get it, who not and why, and how it reads', async () => {
  const tag = 'spring';
  for (const [name, consent] of [
    ['Ada Quist', 'given'],
    ['Bo Lind', 'given'],
    ['Cy Unknown', 'unknown'],
  ])
    await records.create('contacts', {
      name,
      email: `${name?.split(' ')[0]?.toLowerCase()}@spring.example`,
      consent,
      tags: [tag],
    });
  const { id } = await records.create('campaigns', {
    name: 'Spring launch',
    subject: 'Tulips for {{ contact.firstName }}',
    audience: { where: [{ field: 'tags', op: 'eq', value: tag }] },
    blocks: [{ kind: 'text', text: 'Hello {{ contact.firstName }}, [what you want to say about spring]' }],
  });
  await page.goto(`${server.url}/records/campaigns/${id}`);
  await page.getByRole('heading', { name: 'How it stands' }).waitFor();
  await page.getByText('It does not say yet: what you want to say about spring.').waitFor();
  await page.getByText('There is no consent to marketing').waitFor();
  const mail = page.frameLocator('iframe[title^="The mail"]');
  await mail.getByText('Hello').first().waitFor();
  expect(await objectionsTo(page)).toEqual([]);
});
