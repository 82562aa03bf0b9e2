import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

/** A destructive proposal is approved by what it does. */
const DECISIONS = /^(Approve|Delete|Reject|Withdraw)/;

describe('the buttons of cards', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let chat: ChatOnPage;
  let records: Records;

  beforeAll(async () => {
    server = await aDemoServer();
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
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('group').first();
    const before = await audit();
    await chat.answerTo(() => card.getByRole('button', { name: /^(Approve|Delete)/ }).dblclick());
    await card.getByText('Approved and done').waitFor();
    expect(await card.getByRole('button', { name: DECISIONS }).count()).toBe(0);
    expect(await audit()).toBe(before + doomed.length);
    expect(await chat.answers.count()).toBe(2);
    expect(await chat.asked.count()).toBe(2);

    await page.reload();
    await chat.open();
    await card.getByText('Approved and done').waitFor();
    expect(await card.getByRole('button', { name: DECISIONS }).count()).toBe(0);
    await chat.answerTo(() => chat.log.getByRole('button', { name: /^Undo/ }).last().click());
    await eventually(() => records.list('contacts', { deleted: 'only' })).toHaveLength(1);
  });

  it('Reject changes nothing, and the decided card has no buttons', async () => {
    const before = await audit();
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('group').first();
    await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
    await card.getByText('Rejected').waitFor();
    expect(await card.getByRole('button', { name: DECISIONS }).count()).toBe(0);
    expect(await audit()).toBe(before);
  });

  it('asks for the number to be typed before it touches more than a hundred records', async () => {
    const all = await records.list('contacts');
    const card = (await chat.say('Delete all contacts')).getByRole('group').first();
    const approve = card.getByRole('button', { name: /^(Approve|Delete)/ });
    expect(await approve.isDisabled()).toBe(true);
    await card.getByLabel(`Type ${all.length} to approve`).fill(String(all.length - 1));
    expect(await approve.isDisabled()).toBe(true);
    await card.getByLabel(`Type ${all.length} to approve`).fill(String(all.length));
    expect(await approve.isDisabled()).toBe(false);
    await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
    expect(await records.list('contacts')).toHaveLength(all.length);
  });

  it('a destructive proposal has a red button that names what it does, and shows all of its records', async () => {
    const doomed = (await records.list('contacts')).filter((contact) => !contact.email);
    const card = (await chat.say('Delete all contacts without an e-mail')).getByRole('group').first();
    const approve = card.getByRole('button', { name: `Delete ${doomed.length} contacts` });
    expect(await approve.getAttribute('class')).toContain('button--danger');
    await card.getByRole('button', { name: /more: show all$/ }).click();
    await eventually(() => card.locator('.approval__all li').count()).toBe(doomed.length);
    for (const { name } of doomed) expect(await seen(card)).toContain(name);
    await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
  });

  it('decides the proposal whose button was pressed, also when several wait', async () => {
    const doomed = (await records.list('contacts')).filter((contact) => !contact.email);
    const deletion = (await chat.say('Delete all contacts without an e-mail')).getByRole('group').first();
    const other = (await chat.say("Reassign all of Akira's open deals over 20k to Carlos"))
      .getByRole('group')
      .first();
    await chat.answerTo(() => deletion.getByRole('button', { name: /^(Approve|Delete)/ }).click());
    await deletion.getByText('Approved and done').waitFor();
    expect(await seen(other)).toContain('Needs your decision');
    const trash = await records.list('contacts', { deleted: 'only' });
    expect(trash.length).toBe(doomed.length + 1);
    await chat.answerTo(() => other.getByRole('button', { name: 'Reject' }).click());
    await other.getByText('Rejected').waitFor();
  });

  it('a table is sorted, shown in full, taken away, and its records are opened', async () => {
    const card = (await chat.say('Show all open deals sorted by amount')).getByRole('group').first();
    const titles = () => card.locator('tbody tr:not(.is-second) td:first-child').allInnerTexts();
    expect(await titles()).toHaveLength(10);
    await card.getByRole('button', { name: /^Show \d+ more/ }).click();
    expect(await titles()).toHaveLength(20);
    await card.getByRole('button', { name: 'Title' }).click();
    const byName = await titles();
    expect(byName).toEqual(byName.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
    const download = page.waitForEvent('download');
    await card.getByRole('button', { name: /^Export / }).click();
    await card.getByRole('button', { name: 'As CSV' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file.trimEnd().split('\r\n')).toHaveLength(21);
    await card.getByRole('button', { name: `Actions for ${byName[0]}` }).click();
    const answer = await chat.answerTo(() => card.getByRole('button', { name: 'Show it here' }).click());
    expect(await seen(answer)).toContain(byName[0]);
    await card.getByRole('link', { name: byName[1] ?? '', exact: true }).click();
    const beside = page.getByRole('complementary', { name: 'The deal beside the conversation' });
    await beside.getByRole('heading', { name: byName[1] ?? '', level: 2 }).waitFor();
    await beside.getByRole('button', { name: 'Close the deal' }).click();
  });

  it('a name in the words of an answer leads to its record beside them, an address to a mail', async () => {
    const answer = await chat.say('Show Ulla Prim');
    const card = answer.getByRole('group', { name: 'Ulla Prim' });
    expect(await card.getByRole('link', { name: 'ulla@prim.example' }).getAttribute('href')).toBe(
      'mailto:ulla@prim.example',
    );
    await answer.locator('.markdown').getByRole('link', { name: 'Ulla Prim' }).click();
    const beside = page.getByRole('complementary', { name: 'The contact beside the conversation' });
    await beside.getByRole('heading', { name: 'Ulla Prim', level: 2 }).waitFor();
    await beside.getByRole('button', { name: 'Close the contact' }).click();
  });

  it('rows of a table are chosen, taken away as a sheet, and changed by a proposal that is decided there', async () => {
    const card = (await chat.say('Show all open deals sorted by amount')).getByRole('group').first();
    await card.getByRole('button', { name: /^Choose rows of/ }).click();
    const titles = (await card.locator('tbody tr:not(.is-second)').allInnerTexts()).length;
    expect(titles).toBeGreaterThan(5);
    const boxes = card.getByRole('checkbox');
    await boxes.nth(1).check();
    await boxes.nth(2).check();
    const names = await Promise.all(
      [1, 2].map(async (at) => String(await boxes.nth(at).getAttribute('aria-label')).replace('Choose ', '')),
    );
    const download = page.waitForEvent('download');
    await card.getByRole('button', { name: /^Export / }).click();
    await card.getByRole('button', { name: 'As an Excel sheet' }).click();
    const sheet = await download;
    expect(sheet.suggestedFilename()).toMatch(/^deals \(2\).*\.xlsx$/);
    expect((await readFile(await sheet.path())).subarray(0, 2).toString()).toBe('PK');

    const bar = card.getByRole('region', { name: 'What is chosen' });
    await bar.getByText('2 deals chosen').waitFor();
    await bar.getByRole('button', { name: 'Change…' }).click();
    const change = page.getByRole('dialog', { name: 'Change 2 deals' });
    await change.getByLabel('Field').selectOption({ label: 'Next step' });
    await change.getByLabel('New value').fill('Ask for the budget');
    await change.getByRole('button', { name: 'See what changes' }).click();
    await page
      .getByRole('dialog', { name: 'Nothing is changed yet' })
      .getByRole('button', { name: 'Approve' })
      .click();
    const done = page.getByRole('dialog', { name: 'What was done' });
    await done.getByRole('button', { name: 'Close' }).last().click();
    await eventually(async () =>
      (await records.list('opportunities'))
        .filter(({ nextStep }: { nextStep?: string }) => nextStep === 'Ask for the budget')
        .map(({ title }: { title?: string }) => title)
        .sort(),
    ).toEqual(names.sort());
    // the boxes are gone again
    await eventually(() => card.getByRole('checkbox').count()).toBe(0);
  });

  it('"Copy answer" copies the table too', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const answer = await chat.say('What closes this quarter?');
    await answer.getByRole('button', { name: 'Copy answer' }).click();
    await answer.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split('\n').filter((line) => line.includes('\t')).length).toBeGreaterThan(5);
  });

  it('a thumb is kept with the turn, is there after a reload, and is taken back by the same press', async () => {
    const answer = await chat.say('How many open deals do we have?');
    await answer.getByRole('button', { name: 'Bad answer' }).click();
    await answer.getByLabel(/What was wrong/).fill('One is missing');
    await answer.getByRole('button', { name: 'Send' }).click();
    await answer.getByText('Thank you, I have noted that.').waitFor();
    await page.reload();
    await chat.open();
    const thumb = chat.answers.first().getByRole('button', { name: 'Bad answer' });
    await eventually(() => thumb.getAttribute('aria-pressed')).toBe('true');
    await thumb.click();
    await chat.answers.first().getByText('I have forgotten').waitFor();
    expect(await thumb.getAttribute('aria-pressed')).toBe('false');
  });
});
