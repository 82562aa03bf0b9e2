import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Card } from '@clianta/agents/reply.schema';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, launchBrowser, signIn } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { Wire } from '../support/browser-wire.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { PICTURED, PICTURED_CHARTS } from '../support/pictured-cards.ts';
import type { TestServer } from '../support/server.ts';

const docs = fileURLToPath(new URL('../../docs/cards/web', import.meta.url));
const SIZES = {
  wide: { viewport: { width: 1280, height: 2400 } },
  phone: { viewport: { width: 390, height: 2400 }, isMobile: true, hasTouch: true },
};
const ANSWERS: Array<{ name: string; text: string; card: Card }> = [
  ...Object.entries(PICTURED).map(([name, one]) => ({ name, ...one })),
  ...PICTURED_CHARTS.map((card) => ({ name: `chart-${card.kind}`, text: '', card })),
];

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (process.env.PICTURES) mkdirSync(docs, { recursive: true });
  server = await aDemoServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const SURFACES = (Object.keys(SIZES) as Array<keyof typeof SIZES>).flatMap((size) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ size, colorScheme })),
);

/** With PICTURES=1 it also takes those of docs/cards/web anew. */
describe.each(SURFACES)('every card of the web chat, $size and $colorScheme', ({ size, colorScheme }) => {
  let page: Page;
  let wire: Wire;
  let chat: ChatOnPage;

  beforeAll(async () => {
    page = await (await aVisitor(browser, server, { ...SIZES[size], colorScheme })).newPage();
    wire = await new Wire().install(page);
    await signIn(page);
    chat = await new ChatOnPage(page).open();
    await page.waitForURL(/\/chat\/./);
  });
  afterAll(() => page?.context().close());

  /** The card comes as a stored answer does. */
  const answered = async (answer: (typeof ANSWERS)[number], at: number) => {
    const conversationId = decodeURIComponent(page.url().split('/').at(-1) ?? '');
    const before = await chat.answers.count();
    wire.push('message', {
      conversationId,
      message: {
        id: `pictured-${answer.name}`,
        author: 'assistant',
        text: answer.text,
        cards: [answer.card],
        status: 'done',
        turnId: `turn-${answer.name}`,
        position: 10_000 + at,
        createdAt: '2026-11-23T10:00:00.000Z',
      },
    });
    const article = chat.answers.nth(before);
    await article.waitFor();
    await page.mouse.move(0, 0);
    return article;
  };

  it('is within the screen, and axe-core has no objection', async () => {
    for (const [at, answer] of ANSWERS.entries()) {
      const article = await answered(answer, at);
      const wider = await article.evaluate((element) =>
        [element, ...element.querySelectorAll('*')]
          .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
          .filter((one) => getComputedStyle(one).overflowX !== 'hidden' && !one.closest('.visually-hidden'))
          .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} > ${clientWidth}`),
      );
      expect(wider, answer.name).toEqual([]);
      if (process.env.PICTURES)
        await article.screenshot({ path: `${docs}/${answer.name}-${size}-${colorScheme}.png` });
    }
    expect(await objectionsTo(page)).toEqual([]);
  });
});
