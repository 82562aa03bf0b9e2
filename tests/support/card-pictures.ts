import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from '@clianta/agents/reply.schema';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { PICTURED, PICTURED_CHARTS } from './pictured-cards.ts';
import { root } from './source-files.ts';

/**
 * Takes the pictures of docs/cards/<surface>: every card as it is sent there, drawn in the surface's manner.
 *
 * @param show - puts a reply on the page
 */
export async function takeCardPictures(
  surface: string,
  width: number,
  show: (page: Page, reply: Reply) => Promise<void>,
): Promise<void> {
  const folder = join(root, 'docs/cards', surface);
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width, height: 80 } });
  const replies: Array<[name: string, reply: Reply]> = [
    ...Object.entries(PICTURED).map(([name, { text, card }]): [string, Reply] => [
      name,
      { text, cards: [card] },
    ]),
    ...PICTURED_CHARTS.map((card): [string, Reply] => [`chart-${card.kind}`, { text: '', cards: [card] }]),
  ];
  for (const [name, reply] of replies) {
    await show(page, reply);
    await page.locator('body').screenshot({ path: join(folder, `${name}.png`) });
  }
  await browser.close();
}

/** Text within HTML. */
export const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
