import { once } from 'node:events';
import { connect } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aServer, type TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

/** What the specification gives a graceful stop. */
const STOP_MS = 10_000;

describe('a server that is stopped and started again, with its private Redis', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let chat: ChatOnPage;
  let records: Records;

  beforeAll(async () => {
    server = await aServer({ QUEUE: 'auto' });
    expect(server.output()).toMatch(/Queue +.*redis/i);
    browser = await launchBrowser();
    page = await aPage(browser, server);
    chat = await new ChatOnPage(page).open();
    records = await recordsOf(server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const connected = () => page.locator('.connection').getByText('Connected').waitFor({ timeout: 30_000 });

  it('goes on in the open page, without a new sign-in', async () => {
    await chat.say('Add Jane Doe from Northwind, jane@northwind.example, VP Sales');
    // as browsers do, in case there will be something to ask
    const unused = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(unused, 'connect');
    const { code, ms } = await server.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(STOP_MS);
    await page.locator('.connection').getByText('No connection').waitFor();
    await chat.send('Change her phone to +1 415 555 0100');
    await chat.log.getByText('Waiting for the connection').waitFor();

    await server.restart();
    await connected();
    await eventually(() => chat.answers.count()).toBe(2);
    expect(await records.one('contacts', 'Jane Doe')).toMatchObject({
      email: 'jane@northwind.example',
      phone: '+14155550100',
    });
  });

  it('keeps the conversation, and a proposal made before can be approved after', async () => {
    const doomed = (await records.list('contacts')).filter((contact) => !contact.email);
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('group').first();
    const words = await chat.log.locator('.message__bubble, .markdown').allInnerTexts();

    await server.stop();
    await server.restart();
    await page.reload();
    await chat.open();
    await eventually(() => chat.log.locator('.message__bubble, .markdown').allInnerTexts()).toEqual(words);
    const answer = await chat.answerTo(() => card.getByRole('button', { name: /^(Approve|Delete)/ }).click());
    expect(await seen(answer)).toContain(`Deleted ${doomed.length} contacts`);
    await card.getByText('Approved and done').waitFor();
    expect(await records.list('contacts', { deleted: 'only' })).toHaveLength(doomed.length);
    const undone = await chat.say('Undo that');
    expect(await seen(undone)).toMatch(/Undone/);
    expect(await records.list('contacts', { deleted: 'only' })).toEqual([]);
  });

  it('answers what it was asked when it was stopped in the middle of it, once', async () => {
    const answers = await chat.answers.count();
    await chat.send('Add Kai Lorentz, kai@lorentz.example');
    await chat.send('Prepare me for my call with Northwind');
    await chat.send('Create a 7k deal for Kai Lorentz');
    // the first has been taken, the others wait behind it
    await chat.log.getByText('Kai Lorentz').first().waitFor();
    const { code, ms } = await server.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(STOP_MS);
    await server.restart();
    await connected();
    await eventually(() => chat.answers.count()).toBe(answers + 3);
    expect(await records.list('contacts', { search: 'Kai Lorentz' })).toHaveLength(1);
    const kai = await records.one('contacts', 'Kai Lorentz');
    const deals = await records.list('opportunities', {
      filter: { where: [{ field: 'amountMinor', op: 'eq', value: 700_000 }] },
    });
    expect(deals.filter((deal) => deal.contactIds?.includes(kai.id) || /Kai/.test(deal.title))).toHaveLength(
      1,
    );
  });
});
