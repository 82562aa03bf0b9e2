import { rmSync } from 'node:fs';
import { appendMessage, conversationOfThread } from '@clianta/agents/conversation/conversations';
import { readConfig } from '@clianta/bot/config';
import { type RunningServer, startServer } from '@clianta/bot/start-server';
import { newId } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser, seen } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDataFolder } from '../support/data-folder.ts';
import { DEMO_PASSWORD } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

describe('several conversations, and a long one', () => {
  const dataDir = aDataFolder('e2e');
  let server: RunningServer;
  let browser: Browser;

  // in this process, so that a conversation can be long without anybody having talked for hours
  beforeAll(async () => {
    server = await startServer(
      readConfig({
        PORT: '0',
        DATA_DIR: dataDir,
        QUEUE: 'in-process',
        CLIANTA_DEMO_PASSWORD: DEMO_PASSWORD,
      }),
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Sam's own, of so many messages. */
  const aConversation = async (length: number) => {
    const { crm } = server.product;
    const { workspaceId } = await recordsOf(server);
    const sam = await crm
      .records(TeamMember)
      .findOne(systemScope(workspaceId), { email: 'sam@clianta.example' });
    if (!sam) throw new Error('the demo company has no Sam');
    const scope: Scope = {
      workspaceId,
      role: sam.role,
      channel: 'web',
      actor: { type: 'user', id: sam.userId, name: sam.name },
    };
    const address = { externalTeamId: workspaceId, threadId: newId() };
    const conversation = await conversationOfThread(crm, scope, address);
    for (let n = 1; n <= length; n++)
      await appendMessage(crm, scope, conversation, {
        author: n % 2 ? 'user' : 'assistant',
        text: `Message ${n}.`,
      });
    return conversation.id;
  };
  const workspaceOf = async (from: RunningServer) => {
    const records = await recordsOf(from);
    return records.get('workspaces', records.workspaceId);
  };
  const topOf = (page: Page, text: string) =>
    page
      .getByText(text, { exact: true })
      .boundingBox()
      .then((box) => Math.round(box?.y ?? -1));

  it('keeps what is begun with its conversation, also over a reload, until it is sent', async () => {
    const [first, second] = [await aConversation(2), await aConversation(2)];
    const page = await aPage(browser, server);
    const open = async (id: string) => {
      await page.locator(`a[href="/chat/${id}"]`).first().click();
      await page.waitForURL(`**/chat/${id}`);
      await page.getByText('Message 2.').waitFor();
    };
    const { composer } = new ChatOnPage(page);
    await open(first);
    await composer.fill('Move the Acme deal');
    await open(second);
    await eventually(() => composer.inputValue()).toBe('');
    await composer.fill('How many companies do we have?');
    await open(first);
    // both conversations show a second message: what is begun tells that the page has changed over
    await eventually(() => composer.inputValue()).toBe('Move the Acme deal');
    await page.reload();
    await eventually(() => composer.inputValue()).toBe('Move the Acme deal');
    await open(second);
    await eventually(() => composer.inputValue()).toBe('How many companies do we have?');
    await composer.press('Enter');
    await eventually(() => composer.inputValue()).toBe('');
    await page.reload();
    await page.getByText('Message 2.').waitFor();
    expect(await composer.inputValue()).toBe('');
    await page.context().close();
  });

  it("tells times by the workspace's clock, in the chat as in the audit log", async () => {
    await aConversation(2);
    const page = await aPage(browser, server, { timezoneId: 'Asia/Tokyo' });
    await page.getByText('Message 2.').waitFor();
    const { timeZone, locale } = await workspaceOf(server);
    const time = page.locator('.message time').first();
    const clock = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' });
    expect(timeZone).not.toBe('Asia/Tokyo');
    expect(await seen(time)).toBe(clock.format(new Date((await time.getAttribute('datetime')) ?? '')));
    await page.context().close();
  });

  it('loads earlier messages page by page, and keeps the place that is looked at', async () => {
    const id = await aConversation(450);
    const page = await aPage(browser, server);
    await page.goto(`/chat/${id}`);
    const { log } = new ChatOnPage(page);
    await page.getByText('Message 450.', { exact: true }).waitFor();
    const shown = () => log.locator('article').count();
    expect(await shown()).toBe(200);
    const more = page.getByRole('button', { name: 'Show earlier messages' });
    for (const { oldest, total } of [
      { oldest: 251, total: 400 },
      { oldest: 51, total: 450 },
    ]) {
      await more.scrollIntoViewIfNeeded();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      const before = await topOf(page, `Message ${oldest}.`);
      await more.click();
      await eventually(shown).toBe(total);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(Math.abs((await topOf(page, `Message ${oldest}.`)) - before)).toBeLessThanOrEqual(1);
    }
    await more.waitFor({ state: 'detached' });
    const texts = await log.locator('article').allInnerTexts();
    expect(texts.map((text) => Number(/Message (\d+)\./.exec(text)?.[1]))).toEqual(
      Array.from({ length: 450 }, (_, i) => i + 1),
    );
    await page.context().close();
  });
});
