import { renderReply } from '@clianta/bot/channels/terminal/render';
import { plain, takeCardPictures } from '../support/card-pictures.ts';

/**
 * Takes the pictures of docs/cards/terminal: every card as `npm run chat` prints it, 96 columns wide.
 *
 *     node --import tsx tests/tools/terminal-pictures.ts
 */
const COLUMNS = 96;
const STYLE = `
body { margin: 0; padding: 16px; width: max-content; background: #16191d; color: #d7dae0; }
pre { margin: 0; width: calc(${COLUMNS}ch + 1px); white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.35 "DejaVu Sans Mono", monospace; }
.c1 { font-weight: bold; color: #fff; } .c2 { color: #8b939e; } .c3 { font-style: italic; } .c4 { text-decoration: underline; }
.c31 { color: #ff7b72; } .c32 { color: #7ee787; } .c33 { color: #e3b341; } .c34 { color: #79c0ff; } .c35 { color: #d2a8ff; }
.c36 { color: #76e3ea; } .c90 { color: #8b939e; }`;

/** Styles of a terminal as elements; each ends where it is switched off. */
function html(printed: string): string {
  let depth = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told its styles
  const marked = plain(printed).replace(/\u001b\[(\d+)m/g, (_, code: string) => {
    const isEnd = code === '0' || code === '39' || /^2[2-9]$/.test(code);
    if (isEnd) return depth-- > 0 ? '</span>' : '';
    depth += 1;
    return `<span class="c${code}">`;
  });
  return marked + '</span>'.repeat(Math.max(0, depth));
}

await takeCardPictures('terminal', 860, async (page, reply) => {
  await page.setContent(
    `<style>${STYLE}</style><pre>${html(renderReply(reply, { hasColor: true, width: COLUMNS }))}</pre>`,
  );
});
