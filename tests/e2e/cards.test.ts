import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aServer, type TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

describe('the buttons of cards', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let chat: ChatOnPage;
  let records: Records;

  beforeAll(async () => {
    server = await aServer();
    browser = await launchBrowser();
    page = await aPage(browser, server);
    chat = await new ChatOnPage(page).open();
    records = await recordsOf(server);
    await chat.say('Add Ulla Prim, ulla@prim.example');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(() => chat.newConversation());

  /** Changes to contacts; the jobs write activities beside them. */
  const audit = async () =>
    (await records.list('audit', { filter: { where: [{ field: 'entity', op: 'eq', value: 'contact' }] } }))
      .length;

  it('Undo takes back what its card did, once, even when it is pressed twice', async () => {
    const answer = await chat.say('Add Olga Bergdahl, olga@bergdahl.example');
    const added = await records.one('contacts', 'Olga Bergdahl');
    const before = await audit();
    const undo = answer.getByRole('button', { name: /^Undo.*Olga/ });
    const undone = await chat.answerTo(() => undo.dblclick());
    expect(await seen(undone)).toMatch(/Undone.*Olga Bergdahl/);
    expect(await undo.isDisabled()).toBe(true);
    expect(await records.get('contacts', added.id)).toMatchObject({ isDeleted: true });
    expect(await audit()).toBe(before + 1);
    expect(await chat.answers.count()).toBe(2);
  });

  it('Undo brings the former value back', async () => {
    const answer = await chat.say('Change the phone of Ulla Prim to +1 415 555 0199');
    expect(await records.one('contacts', 'Ulla Prim')).toMatchObject({ phone: '+14155550199' });
    await chat.answerTo(() => answer.getByRole('button', { name: /^Undo/ }).click());
    expect((await records.one('contacts', 'Ulla Prim')).phone).toBeFalsy();
  });

  it('Approve does it once, even when it is pressed twice, and the decided card has no buttons', async () => {
    const doomed = (await records.list('contacts')).filter((contact) => !contact.email);
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('region').first();
    const before = await audit();
    await chat.answerTo(() => card.getByRole('button', { name: 'Approve' }).dblclick());
    await card.getByText('Approved and done').waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    expect(await audit()).toBe(before + doomed.length);
    expect(await chat.answers.count()).toBe(2);
    expect(await chat.asked.count()).toBe(2);

    await page.reload();
    await chat.open();
    await card.getByText('Approved and done').waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    await chat.answerTo(() => chat.log.getByRole('button', { name: /^Undo/ }).last().click());
    await eventually(() => records.list('contacts', { deleted: 'only' })).toHaveLength(1);
  });

  it('Reject changes nothing, and the decided card has no buttons', async () => {
    const before = await audit();
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('region').first();
    await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
    await card.getByText('Rejected').waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    expect(await audit()).toBe(before);
  });

  it('asks for the number to be typed before it touches more than a hundred records', async () => {
    const all = await records.list('contacts');
    const card = (await chat.say('Delete all contacts')).getByRole('region').first();
    const approve = card.getByRole('button', { name: 'Approve' });
    expect(await approve.isDisabled()).toBe(true);
    await card.getByLabel(`Type ${all.length} to approve`).fill(String(all.length - 1));
    expect(await approve.isDisabled()).toBe(true);
    await card.getByLabel(`Type ${all.length} to approve`).fill(String(all.length));
    expect(await approve.isDisabled()).toBe(false);
    await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
    expect(await records.list('contacts')).toHaveLength(all.length);
  });

  it('decides the proposal whose button was pressed, also when several wait', async () => {
    const doomed = (await records.list('contacts')).filter((contact) => !contact.email);
    const deletion = (await chat.say('Delete all contacts without an e-mail')).getByRole('region').first();
    const other = (await chat.say("Reassign all of Akira's open deals over 20k to Carlos"))
      .getByRole('region')
      .first();
    await chat.answerTo(() => deletion.getByRole('button', { name: 'Approve' }).click());
    await deletion.getByText('Approved and done').waitFor();
    expect(await seen(other)).toContain('Needs your decision');
    const trash = await records.list('contacts', { deleted: 'only' });
    expect(trash.length).toBe(doomed.length + 1);
    await chat.answerTo(() => other.getByRole('button', { name: 'Reject' }).click());
    await other.getByText('Rejected').waitFor();
  });
});
