import { createRequire } from 'node:module';
import { renderReply } from '@clianta/bot/channels/teams/render/render';
import { plain, takeCardPictures } from '../support/card-pictures.ts';

/**
 * Takes the pictures of docs/cards/teams: every card as the Adaptive Card that is sent to Teams, drawn by Microsoft's own
 * package in the colours of Teams. Charts are Teams' own; the package draws what stands in for them.
 *
 *     node --import tsx tests/tools/teams-card-pictures.ts
 */
const renderer = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
const FONT = '"Segoe UI", "Noto Sans", Arial, sans-serif';
const STYLE = `
body { margin: 0; padding: 16px; width: 540px; background: #f5f5f5; color: #242424; font: 14px/1.43 ${FONT}; }
.words { margin-bottom: 8px; white-space: pre-wrap; }
.card { margin-bottom: 8px; border: 1px solid #e0e0e0; border-radius: 6px; background: #fff; overflow: hidden; }
.ac-pushButton { padding: 6px 12px; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; color: #242424;
  font: 600 13px ${FONT}; }
.ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
.ac-pushButton.style-destructive { background: #c4314b; border-color: #c4314b; color: #fff; }
.ac-input { box-sizing: border-box; width: 100%; padding: 6px; border: 1px solid #d1d1d1; border-radius: 4px; font: inherit; }`;
const HOST = {
  fontFamily: FONT,
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  actions: { maxActions: 6, actionsOrientation: 'horizontal', actionAlignment: 'left', buttonSpacing: 8 },
};

await takeCardPictures('teams', 572, async (page, reply) => {
  const messages = renderReply(reply, { isPersonal: true });
  const words = messages.map(({ text }) => (text ? `<div class="words">${markdown(text)}</div>` : ''));
  await page.setContent(`<style>${STYLE}</style>${words.join('')}<div id="cards"></div>`);
  await page.addScriptTag({ path: renderer });
  await page.evaluate(
    ([cards, host]) => {
      // biome-ignore lint/suspicious/noExplicitAny: the package as a script of the page
      const { AdaptiveCard, HostConfig } = (globalThis as any).AdaptiveCards;
      AdaptiveCard.onProcessMarkdown = (
        text: string,
        result: { outputHtml?: string; didProcess?: boolean },
      ) => {
        result.outputHtml = text.replace(/\*\*(.+?)\*\*/g, '<b>$1</b>');
        result.didProcess = true;
      };
      for (const json of cards) {
        const card = new AdaptiveCard();
        card.hostConfig = new HostConfig(host);
        card.parse(json);
        const box = document.createElement('div');
        box.className = 'card';
        box.append(card.render());
        document.querySelector('#cards')?.append(box);
      }
    },
    [messages.flatMap(({ cards }) => cards) as unknown[], HOST] as const,
  );
});

function markdown(text: string): string {
  return plain(text)
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>');
}
