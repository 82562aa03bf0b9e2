import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from '@clianta/agents/reply.schema';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { PICTURED } from './pictured-cards.ts';
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
  for (const [name, { text, card }] of Object.entries(PICTURED)) {
    await show(page, { text, cards: [card] });
    await page.locator('body').screenshot({ path: join(folder, `${name}.png`) });
  }
  await browser.close();
}

/** Text within HTML. */
export const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
