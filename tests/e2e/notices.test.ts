import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, aVisitor, eventually, launchBrowser, signIn } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { aPushService, type PushStandIn } from '../support/push-stand-in.ts';
import type { TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

let server: TestServer;
let browser: Browser;
let push: PushStandIn;
/** A teammate, who gives Sam things to do. */
let priya: Records;
let samId: unknown;
beforeAll(async () => {
  push = await aPushService();
  server = await aDemoServer({ PUSH_SERVICES: push.origin });
  browser = await launchBrowser();
  priya = await recordsOf(server, { email: 'priya@clianta.example' });
  samId = (await priya.one('team-members', 'Sam')).userId;
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await push?.close();
});

const assign = (title: string) => priya.create('tasks', { title, assigneeId: samId });
const inboxLink = (page: Page, count: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: `Inbox${count}` });
const row = (page: Page, title: string) => page.locator('.notice-row').filter({ hasText: title });

describe('notices', () => {
  it('wait in the inbox while no page is open, come while one is, and are put off, done and taken back', async () => {
    await assign('Call Ada');
    const page = await aPage(browser, server);
    await inboxLink(page, ' 1 unread').waitFor();
    await assign('Call Bob');
    await page.locator('.toast').getByText('assigned you a task: Call Bob').waitFor();
    await inboxLink(page, ' 2 unread').click();
    await eventually(() => page.locator('.notice-row__title').allTextContents()).toEqual([
      expect.stringContaining('Call Bob'),
      expect.stringContaining('Call Ada'),
    ]);
    await page.getByRole('button', { name: /^Why did I get this\? .*Call Ada/ }).click();
    await row(page, 'Call Ada').getByText('The task is assigned to you.').waitFor();
    expect(await objectionsTo(page)).toEqual([]);

    await page.getByRole('button', { name: /^Done: .*Call Bob/ }).click();
    await inboxLink(page, ' 1 unread').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await inboxLink(page, ' 2 unread').waitFor();
    await page.getByRole('button', { name: /^Snooze: .*Call Bob/ }).click();
    await page.getByRole('button', { name: 'Monday, 9:00' }).click();
    await row(page, 'Call Bob').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Snoozed' }).click();
    await row(page, 'Call Bob')
      .getByText(/until .*9:00/)
      .waitFor();
    await page.getByRole('button', { name: /^Back to the inbox/ }).click();
    await page.getByText('Nothing is snoozed').waitFor();
    await page.getByRole('navigation', { name: 'Notices' }).getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await inboxLink(page, '').waitFor();
    await eventually(() => page.locator('.notice-row').count()).toBe(2);
    await page.context().close();
  });

  it('say what waits for one’s approval, which is decided from there', async () => {
    const carlos = await recordsOf(server, { email: 'carlos@clianta.example' });
    const own = await carlos.create('contacts', { name: 'Zora Quill', ownerId: samId });
    const page = await aPage(browser, server);
    await carlos.create('agents/chat', { message: 'Delete the contact Zora Quill' });
    await page.locator('.toast').getByText('asks for your approval: Delete the contact Zora Quill').waitFor();
    await page.goto('/inbox');
    await page.getByRole('button', { name: 'See and decide' }).click();
    const card = page.getByRole('group', { name: 'Delete the contact Zora Quill' });
    await card.getByRole('button', { name: /^(Approve|Delete)/ }).click();
    await card.getByText('Approved and done').waitFor();
    expect(await carlos.get('contacts', own.id)).toMatchObject({ isDeleted: true });
    await page.context().close();
  });

  it('are told where one wants it, and when', async () => {
    const page = await aPage(browser, server, { viewport: { width: 390, height: 800 } });
    await page.goto('/inbox/settings');
    const won = page.getByLabel('Won and lost by Browser');
    await won.selectOption('Daily digest');
    await page.getByLabel('Quiet from').fill('18:30');
    const save = page.getByRole('button', { name: 'Update times' });
    await save.click();
    await page.getByText('Quiet hours need a beginning and an end.').waitFor();
    await page.getByLabel('Quiet to').fill('08:00');
    await page.getByLabel('Sat').uncheck();
    await save.click();
    await eventually(() => save.isDisabled()).toBe(true);
    expect(await objectionsTo(page)).toEqual([]);
    await page.reload();
    await eventually(() => page.getByLabel('Quiet to').inputValue()).toBe('08:00');
    expect(await page.getByLabel('Sat').isChecked()).toBe(false);
    expect(await won.inputValue()).toBe('digest');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await page.context().close();
  });

  it('reach a browser in which no tab is open', async () => {
    const context = await aVisitor(browser, server);
    await context.grantPermissions(['notifications'], { origin: server.url });
    const page = await context.newPage();
    const own = push.subscribe();
    // the browser’s own push service is out of reach of a test
    await page.addInitScript(({ endpoint, keys }) => {
      PushManager.prototype.subscribe = async () =>
        ({ endpoint, toJSON: () => ({ endpoint, keys }) }) as unknown as PushSubscription;
    }, own);
    await signIn(page, 'priya@clianta.example');
    await page.goto('/inbox/settings');
    await page.getByRole('button', { name: 'Turn on here' }).click();
    await page.getByText('This browser shows you notices').waitFor();
    await page.close();

    const sam = await recordsOf(server);
    const { userId } = await sam.one('team-members', 'Priya');
    await sam.create('tasks', { title: 'Call Cleo', assigneeId: userId });
    const [received] = await push.pushes(1);
    const notice = own.open(received?.body ?? Buffer.alloc(0));
    expect(notice.title).toContain('assigned you a task: Call Cleo');

    // a page of the browser that is none of Clianta hands it to the service worker
    const other = await context.newPage();
    await other.goto('/favicon.svg');
    const cdp = await context.newCDPSession(other);
    const registered = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId);
      });
    });
    await cdp.send('ServiceWorker.enable');
    await cdp.send('ServiceWorker.deliverPushMessage', {
      origin: `${server.url}/`.replace(/\/+$/, '/'),
      registrationId: await registered,
      data: JSON.stringify(notice),
    });
    await eventually(() =>
      other.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/');
        return (await registration?.getNotifications())?.map(({ title }) => title);
      }),
    ).toEqual([notice.title]);
    await other.goto(notice.path);
    await other.locator('.notice-row--found').getByRole('link', { name: notice.title }).waitFor();
    await context.close();
  });
});
