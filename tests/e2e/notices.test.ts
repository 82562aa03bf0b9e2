import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aServer, type TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await aServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('notices', () => {
  it('wait while no page is open, are counted, come while one is open, and go once they are seen', async () => {
    const priya = await recordsOf(server, { email: 'priya@clianta.example' });
    const sam = await priya.one('team-members', 'Sam');
    const assign = (title: string) => priya.create('tasks', { title, assigneeId: sam.userId });
    await assign('Call Ada');

    const page = await aPage(browser, server);
    const bell = (unread: string) => page.getByRole('button', { name: `Notices, ${unread} unread` });
    await bell('1').waitFor();
    await assign('Call Bob');
    await bell('2').waitFor();
    await page.locator('.toast').getByText('assigned you a task: Call Bob').waitFor();
    await page.reload();
    await bell('2').click();
    expect(await page.locator('.bell__list strong').allTextContents()).toEqual([
      expect.stringContaining('Call Bob'),
      expect.stringContaining('Call Ada'),
    ]);
    expect(await objectionsTo(page)).toEqual([]);
    await page.getByRole('button', { name: /^Seen: .*Call Bob/ }).click();
    await bell('1').waitFor();
    await page.reload();
    await bell('1').click();
    await assign('Call Cleo');
    await bell('2').waitFor();
    await page.getByRole('button', { name: 'Mark all as seen' }).click();
    await bell('none').waitFor();
    await page.getByText('You have seen everything.').waitFor();
    await page.context().close();
  });

  it('say what waits for one’s approval, which is decided from there', async () => {
    const carlos = await recordsOf(server, { email: 'carlos@clianta.example' });
    const sam = await carlos.one('team-members', 'Sam');
    const own = await carlos.create('contacts', { name: 'Zora Quill', ownerId: sam.userId });
    const page = await aPage(browser, server);
    await carlos.create('agents/chat', { message: 'Delete the contact Zora Quill' });
    await page.locator('.toast').getByText('asks for your approval: Delete the contact Zora Quill').waitFor();
    await page.getByRole('button', { name: /^Notices, / }).click();
    await page.getByRole('button', { name: 'See and decide' }).click();
    const card = page.getByRole('region', { name: 'Delete the contact Zora Quill' });
    await card.getByRole('button', { name: /^(Approve|Delete)/ }).click();
    await card.getByText('Approved and done').waitFor();
    expect(await carlos.get('contacts', own.id)).toMatchObject({ isDeleted: true });
    await page.context().close();
  });

  it('fit a phone', async () => {
    const page = await aPage(browser, server, { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: /^Notices, / }).click();
    const box = await page.locator('.bell .menu__panel').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(Number(box?.x) + Number(box?.width)).toBeLessThanOrEqual(360);
    await page.context().close();
  });
});
