import type { Page } from 'playwright-core';
import { aPage, launchBrowser } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aBenchServer } from './bench-server.ts';

type Measured = PerformanceEntry & { interactionId?: number };

/** From a press to what is painted of it, as the browser measures it, over the places of the console. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const server = await aBenchServer();
  const browser = await launchBrowser();
  try {
    const page = await aPage(browser, server);
    await observe(page);
    await interact(page);
    const took = (await page.evaluate(() =>
      Object.values(Reflect.get(globalThis, 'interactionsMs')),
    )) as number[];
    const slowestFirst = took.sort((a, b) => b - a);
    const figures = {
      interactions: took.length,
      paintP50Ms: slowestFirst[Math.floor(took.length / 2)] ?? 0,
      paintP95Ms: slowestFirst[Math.floor(took.length / 20)] ?? 0,
      paintSlowestMs: slowestFirst[0] ?? 0,
    };
    if (!json)
      console.table({
        'interactions that took 16 ms or more': { value: figures.interactions, aim: '' },
        'from a press to its paint, p50 ms': { value: figures.paintP50Ms, aim: '' },
        'from a press to its paint, p95 ms': { value: figures.paintP95Ms, aim: 200 },
        'from a press to its paint, slowest ms': { value: figures.paintSlowestMs, aim: '' },
      });
    return figures;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Keeps the longest part of each interaction. */
async function observe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tookMs: Record<number, number> = {};
    Reflect.set(globalThis, 'interactionsMs', tookMs);
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries() as Measured[])
        if (interactionId) tookMs[interactionId] = Math.max(tookMs[interactionId] ?? 0, duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

/** What a person does in a few minutes. */
async function interact(page: Page): Promise<void> {
  const chat = await new ChatOnPage(page).open();
  const go = (name: string) =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).last().click();
  await chat.newConversation();
  await chat.composer.pressSequentially('List all open deals', { delay: 15 });
  await chat.answerTo(() => chat.composer.press('Enter'));
  await chat.log
    .getByRole('button', { name: /^Amount/ })
    .first()
    .click();
  await chat.say('Delete all contacts without an e-mail');
  await go('Records');
  await page.getByRole('link', { name: 'Ada Andersson' }).waitFor();
  await page.getByLabel('Search contacts').pressSequentially('anders', { delay: 15 });
  await page.getByRole('checkbox').nth(1).check();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Ada Andersson' }).click();
  await page.getByRole('button', { name: 'Edit Job title' }).click();
  await page.keyboard.type('Head of IT', { delay: 15 });
  await page.keyboard.press('Escape');
  await go('Pipelines');
  await page.getByRole('link', { name: 'Open the board' }).first().click();
  await page.locator('.deal').first().waitFor();
  for (const place of ['Audit', 'Settings', 'Inbox', 'Reports', 'Chat']) {
    await go(place);
    await page.waitForTimeout(150);
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.type('granite', { delay: 15 });
  await page.keyboard.press('Escape');
}
