import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aServer, type TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await aServer();
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
