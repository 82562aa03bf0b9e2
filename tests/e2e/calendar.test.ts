import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await aDemoServer();
  browser = await launchBrowser();
  const records = await recordsOf(server);
  const team = await records.list('team-members');
  const idOf = (name: string) => team.find((one) => one.name.startsWith(name)).userId;
  const meeting = (values: object) =>
    records.create('calendar-events', { zone: 'America/New_York', ...values });
  const at = (startAt: string, endAt: string) => ({
    startAt: `2031-03-${startAt}`,
    endAt: `2031-03-${endAt}`,
  });
  const attendee = (name: string) => ({ name, userId: idOf(name), response: 'accepted' });
  await meeting({
    title: 'Pricing with Northwind',
    ownerId: idOf('Sam'),
    ...at('04T15:00:00Z', '04T15:30:00Z'),
    location: 'Room 2',
    attendees: [attendee('Akira'), { name: 'Jane Doe', email: 'jane@northwind.example' }],
  });
  await meeting({
    title: 'Kick-off',
    ownerId: idOf('Sam'),
    ...at('04T18:00:00Z', '04T19:30:00Z'),
    status: 'tentative',
  });
  await meeting({
    title: 'Trade fair',
    ownerId: idOf('Sam'),
    startDate: '2031-03-06',
    endDate: '2031-03-07',
  });
  await meeting({
    title: 'The dentist',
    ownerId: idOf('Sam'),
    ...at('05T15:00:00Z', '05T16:00:00Z'),
    isShared: false,
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const WEEK = '/calendar?day=2031-03-05';
const entry = (page: Page, name: RegExp) => page.getByRole('main').getByRole('link', { name });

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([1280, 390])('a week at %i pixels, in which axe-core finds nothing', async (width) => {
    const page = await aPage(browser, server, { colorScheme, viewport: { width, height: 844 } });
    await page.goto(WEEK);
    await entry(page, /Pricing with Northwind/).waitFor();
    expect(await entry(page, /Trade fair/).count()).toBe(2);
    expect(await objectionsTo(page)).toEqual([]);
    const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth;
    expect(await page.evaluate(isTooWide)).toBe(false);
    await page.context().close();
  });
});

it('goes a week ahead also when that is asked for before the week is there', async () => {
  const page = await aPage(browser, server);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/calendar\/week/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(WEEK);
  await page.getByRole('button', { name: 'Week after' }).click();
  release();
  await page.waitForURL((url) => url.search !== new URL(WEEK, url).search);
  await eventually(() => entry(page, /Pricing/).count()).toBe(0);
});

it('goes from week to week and back to today by keys alone, and a meeting opens its page', async () => {
  const page = await aPage(browser, server);
  await page.goto(WEEK);
  await entry(page, /Pricing with Northwind/).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('No meetings').first().waitFor();
  await eventually(() => entry(page, /Pricing/).count()).toBe(0);
  await page.keyboard.press('ArrowLeft');
  await entry(page, /Pricing with Northwind/).waitFor();
  await page.keyboard.press('t');
  await page.locator('[aria-current="date"]').waitFor();
  await page.goBack();
  await entry(page, /Pricing with Northwind/).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Pricing with Northwind' }).waitFor();
  await page.context().close();
});

it('of a teammate it shows what is private only as busy', async () => {
  const page = await aPage(browser, server, { email: 'tom@clianta.example' });
  await page.goto(WEEK);
  await page.getByLabel('Whose').selectOption({ label: 'Sam Rivera' });
  await entry(page, /Pricing with Northwind/).waitFor();
  await page.getByText('Busy', { exact: true }).waitFor();
  expect(await page.getByText('The dentist').count()).toBe(0);
  await page.context().close();
});

describe.each(['light', 'dark'] as const)('the settings of booking, in %s', (colorScheme) => {
  it.each([1280, 390])('at %i pixels: a link is made, given rules, and turned off', async (width) => {
    const page = await aPage(browser, server, { colorScheme, viewport: { width, height: 844 } });
    const name = `Intro ${colorScheme} ${width}`;
    await page.goto('/settings/booking');
    await page.getByRole('button', { name: 'New booking link' }).click();
    await page.getByLabel('What it is called').fill(name);
    await page.getByRole('button', { name: 'Make the link' }).click();
    const rules = page.getByRole('dialog', { name: `Rules of ${name}` });
    await rules.getByLabel('Minutes', { exact: true }).fill('20, 40');
    await rules.getByLabel('Most in a day').fill('4');
    await rules.getByLabel('Minutes free after').fill('15');
    await rules.getByLabel('Who is met').selectOption({ label: 'Round robin' });
    await rules.getByLabel('Akira').check();
    await rules.getByLabel('Hours of its own').check();
    await rules.getByRole('button', { name: 'Remove these hours of Monday' }).click();
    await rules.getByRole('button', { name: 'Add hours on Tuesday' }).click();
    await rules.getByLabel('First day').fill('2031-03-05');
    await rules.getByRole('button', { name: 'Add days' }).click();
    expect(await objectionsTo(page)).toEqual([]);
    await rules.getByRole('button', { name: 'Save' }).click();
    await rules.waitFor({ state: 'detached' });
    const row = page.getByRole('listitem').filter({ hasText: name });
    await row.getByText(/20 minutes and 40 minutes · Tue to Fri/i).waitFor();
    expect(await objectionsTo(page)).toEqual([]);
    const [link] = await (await recordsOf(server)).list('meeting-schedulers', { search: name });
    expect(link).toMatchObject({ minutes: [20, 40], perDay: 4, bufferAfterMin: 15, mode: 'round_robin' });
    expect(link.hostIds).toHaveLength(2);
    expect(link.dateOverrides).toEqual([{ day: '2031-03-05', spans: [] }]);
    expect(link.hours.filter(({ day }: { day: number }) => day === 2)).toHaveLength(2);
    const address = String(await row.getByRole('link').getAttribute('href'));
    const path = new URL(address).pathname;
    expect((await fetch(server.url + path)).status).toBe(200);
    await row.getByRole('button', { name: `Turn off ${name}` }).click();
    await row.getByText('Off', { exact: true }).waitFor();
    expect((await fetch(server.url + path)).status).toBe(404);
    const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth;
    expect(await page.evaluate(isTooWide)).toBe(false);
    await page.context().close();
  });
});

it('a teammate says when they work and which days are off', async () => {
  const page = await aPage(browser, server);
  await page.goto('/settings/booking');
  const panel = page.getByRole('region', { name: 'Your working hours' });
  await panel.getByLabel('Hours of my own').check();
  await panel.getByLabel('Friday from').fill('10:00');
  await panel.getByLabel('Friday to').fill('09:00');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByText('Hours end before they begin.').waitFor();
  await panel.getByLabel('Friday to').fill('00:00');
  await panel.getByLabel('First day').fill('2031-03-05');
  await panel.getByLabel('Last day').fill('2031-03-06');
  await panel.getByRole('button', { name: 'Add days' }).click();
  await panel.getByText('Mar 5, 2031 to Mar 6, 2031').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Save' }).click();
  const own = async () => (await recordsOf(server)).one('team-members', 'Sam Rivera');
  await eventually(async () => (await own()).daysOff).toEqual(['2031-03-05', '2031-03-06']);
  expect((await own()).hours).toContainEqual({ day: 5, from: '10:00', to: '24:00' });
  await page.goto(WEEK);
  await eventually(() => page.getByText('Day off').count()).toBe(2);
  await page.context().close();
});

it('an address for other calendars is made and revoked', async () => {
  const page = await aPage(browser, server);
  await page.goto('/settings/booking');
  const panel = page.getByRole('region', { name: 'Your meetings in another calendar' });
  await panel.getByRole('button', { name: 'Make an address' }).click();
  const path = new URL(await seen(panel.getByRole('code'))).pathname;
  expect(await (await fetch(server.url + path)).text()).toMatch(/^BEGIN:VCALENDAR/);
  expect(await objectionsTo(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Revoke' }).click();
  await panel.getByRole('button', { name: 'Make an address' }).waitFor();
  expect((await fetch(server.url + path)).status).toBe(404);
  await page.context().close();
});
