import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { type Records, recordsOf } from '../support/server-records.ts';

let server: TestServer;
let browser: Browser;
let page: Page;
let records: Records;
beforeAll(async () => {
  server = await aDemoServer();
  browser = await launchBrowser();
  page = await aPage(browser, server);
  records = await recordsOf(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const tag = (id: string, ...tags: string[]) => ({ id, kind: 'action', action: 'add_tag', input: { tags } });

it('a workflow is drawn with its branches, and who went through it is told', async () => {
  const { id } = await records.create('workflows', {
    name: 'Greet new people',
    draft: {
      trigger: { on: 'created', entity: 'contact' },
      entry: { where: [{ field: 'lifecycleStage', op: 'eq', value: 'lead' }] },
      steps: [
        { id: 'w', kind: 'wait', input: { for: { amount: 2, unit: 'days' } } },
        {
          id: 'b',
          kind: 'branch',
          if: { where: [{ field: 'country', op: 'eq', value: 'Germany' }] },
          yes: [
            tag('y', 'dach'),
            {
              id: 't',
              kind: 'action',
              action: 'create_task',
              input: { title: 'Call {{ record.name }} about the offer', type: 'call' },
            },
          ],
          no: [{ id: 'h', kind: 'action', action: 'webhook', input: { url: 'https://erp.example/hook' } }],
        },
        tag('z', 'greeted'),
      ],
    },
  });
  await page.goto(`/workflows/${id}`);
  const picture = page.getByRole('img', { name: 'Steps of the workflow' });
  await picture.getByText('Wait 2 days').waitFor();
  await page.getByText('Nothing went through it yet.').waitFor();
  expect(await objectionsTo(page)).toEqual([]);
});

it('one that was drafted and turned on in the chat retries what failed, and is paused, by buttons', async () => {
  await page.goto('/chat');
  const chat = new ChatOnPage(page);
  await chat.say('when a deal is won, create a task to send the contract and tell me');
  await chat.say('turn it on');
  await page.getByRole('button', { name: 'Approve' }).click();
  await chat.answers.getByText('is on, in version 1').waitFor();
  await page.goto('/workflows');
  await page.getByRole('link', { name: 'Deal is won' }).click();
  await page.getByRole('heading', { name: 'How it goes' }).waitFor();
  // a task for its owner, and it has none
  const deal = await records.create('opportunities', { title: 'Nobody’s deal' });
  await records.update('opportunities', String(deal.id), { status: 'won' });
  const retry = page.getByRole('button', { name: 'Retry for Nobody’s deal' });
  const seenAnew = async (what: Locator) => {
    await page.reload();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    return what.isVisible();
  };
  await eventually(() => seenAnew(retry)).toBe(true);
  const { userId } = await records.one('team-members', 'Akira');
  await records.update('opportunities', String(deal.id), { ownerId: userId });
  await retry.click();
  await eventually(() => seenAnew(page.getByRole('cell', { name: 'Done' }))).toBe(true);
  await page.getByRole('button', { name: 'Pause' }).click();
  await eventually(async () =>
    expect(await records.one('workflows', 'Deal is won')).toMatchObject({ status: 'paused' }),
  );
});
