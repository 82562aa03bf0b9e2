import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, eventually, launchBrowser, seen, signIn } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { Wire } from '../support/browser-wire.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

describe('a conversation on a bad connection', () => {
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

  /** A new conversation on a connection that can be cut. */
  const aTalk = async () => {
    const context = await aVisitor(browser, server);
    const page = await context.newPage();
    const wire = await new Wire().install(page);
    await signIn(page);
    const chat = await new ChatOnPage(page).open();
    if ((await chat.asked.count()) > 0) await chat.newConversation();
    await eventually(() => wire.isUp).toBe(true);
    return { context, page, wire, chat };
  };
  const connected = (page: Page) => page.locator('.connection').getByText('Connected').waitFor();
  const said = (chat: ChatOnPage) => chat.log.locator('.message__bubble').allInnerTexts();

  it('sends a message whose acknowledgement got lost again, and it counts once', async () => {
    const { context, page, wire, chat } = await aTalk();
    const cut = wire.cutAt('message:send', 'Iris Falk');
    await chat.send('Add Iris Falk, iris@falk.example');
    await cut;
    await connected(page);
    await eventually(() => chat.answers.count()).toBe(1);
    await chat.card('Iris Falk').waitFor();
    expect(await said(chat)).toEqual(['Add Iris Falk, iris@falk.example']);
    expect(await records.list('contacts', { search: 'Iris Falk' })).toHaveLength(1);
    expect(wire.connections).toBeGreaterThan(1);
    await context.close();
  });

  it('shows the whole answer after the connection was lost in the middle of it', async () => {
    const { context, page, wire, chat } = await aTalk();
    const cut = wire.cutAt('"turn"', '"text"');
    await chat.send('Prepare me for my call with Northwind');
    await cut;
    await connected(page);
    await eventually(() => chat.answers.count()).toBe(1);
    const conversation = page.url().split('/').at(-1) ?? '';
    const messages = (
      await records.list('chat-messages', {
        filter: { where: [{ field: 'conversationId', op: 'eq', value: conversation }] },
      })
    ).sort((a, b) => a.position - b.position);
    expect(messages.map((message) => message.author)).toEqual(['user', 'assistant']);
    const plain = messages[1].text.replaceAll('**', '').split(':')[0];
    expect(await seen(chat.answers.first())).toContain(plain);
    expect(await chat.card(/^Brief: Northwind/).count()).toBe(1);
    expect(await chat.running.count()).toBe(0);
    await context.close();
  });

  it('keeps what is written without a connection, over a reload too, and sends it in order when it is back', async () => {
    const { context, page, wire, chat } = await aTalk();
    await chat.say('How many open deals do we have?');
    await context.setOffline(true);
    await wire.cut();
    await page.locator('.connection').getByText('No connection').waitFor();
    await chat.send('Add Nora Vance, nora@vance.example');
    await chat.send('Change her phone to +1 415 555 0142');
    await eventually(() => chat.log.getByText('Waiting for the connection').count()).toBe(2);
    expect(await records.list('contacts', { search: 'Nora Vance' })).toEqual([]);

    await context.setOffline(false);
    await eventually(() => chat.answers.count()).toBe(3);
    await eventually(() => chat.log.getByText('Waiting for the connection').count()).toBe(0);
    expect((await said(chat)).slice(1)).toEqual([
      'Add Nora Vance, nora@vance.example',
      'Change her phone to +1 415 555 0142',
    ]);
    expect(await records.one('contacts', 'Nora Vance')).toMatchObject({ phone: '+14155550142' });
    await context.close();
  });

  it('sends after a reload what was written before it without a connection', async () => {
    const { context, page, wire, chat } = await aTalk();
    await page.route('**/socket.io/**', (route) => route.abort());
    await wire.cut();
    await page.locator('.connection').getByText('No connection').waitFor();
    await chat.send('Add Pim Ostrow, pim@ostrow.example');
    await chat.log.getByText('Waiting for the connection').waitFor();
    await page.unroute('**/socket.io/**');
    await page.reload();
    await chat.card('Pim Ostrow').waitFor();
    await eventually(() => said(chat)).toEqual(['Add Pim Ostrow, pim@ostrow.example']);
    expect(await records.list('contacts', { search: 'Pim Ostrow' })).toHaveLength(1);
    await context.close();
  });

  it('queues what is sent while a turn runs, and answers in order', async () => {
    const { context, chat } = await aTalk();
    const sentences = [
      'Add Rolf Amsel, rolf@amsel.example',
      'Change his phone to +1 415 555 0111',
      'Change his job title to Buyer',
      'Create a 9k deal for Rolf Amsel',
    ];
    for (const sentence of sentences) await chat.send(sentence);
    await eventually(() => chat.answers.count()).toBe(sentences.length);
    const order = await chat.log
      .getByRole('article')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(order).toEqual(sentences.flatMap(() => ['You', 'Clianta']));
    expect(await said(chat)).toEqual(sentences);
    expect(await records.one('contacts', 'Rolf Amsel')).toMatchObject({
      phone: '+14155550111',
      jobTitle: 'Buyer',
    });
    await context.close();
  });

  it('keeps two tabs in step: messages, answers, decisions', async () => {
    const { context, page, chat } = await aTalk();
    await chat.say('How many open deals do we have?');
    const second = await context.newPage();
    await second.goto(page.url());
    const other = await new ChatOnPage(second).open();
    await other.answers.first().waitFor();

    await chat.send('Delete all contacts without an e-mail');
    await other.log.getByRole('button', { name: 'Reject' }).waitFor();
    await other.answerTo(() => other.log.getByRole('button', { name: 'Reject' }).click());
    await chat.log.getByText('Rejected').waitFor();
    expect(await chat.log.getByRole('button', { name: /^(Approve|Delete)/ }).count()).toBe(0);

    await Promise.all([chat.send('What closes this month?'), other.send('How many contacts do we have?')]);
    await eventually(() => chat.answers.count()).toBe(5);
    await eventually(() => other.answers.count()).toBe(5);
    const words = (one: ChatOnPage) => one.log.locator('.message__bubble, .markdown').allInnerTexts();
    await eventually(async () => JSON.stringify(await words(other))).toBe(JSON.stringify(await words(chat)));
    await context.close();
  });
});
