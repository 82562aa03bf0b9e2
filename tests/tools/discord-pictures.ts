import { renderReply } from '@clianta/bot/channels/discord/render/render';
import { plain, takeCardPictures } from '../support/card-pictures.ts';

/**
 * Takes the pictures of docs/cards/discord: every card as the components that are sent to Discord, drawn in its manner. Not
 * by Discord itself, whose programs draw only what its servers have.
 *
 *     node --import tsx tests/tools/discord-pictures.ts
 */
type Component = Record<string, unknown>;

const BUTTONS: Record<number, string> = { 1: '#5865f2', 2: '#4e5058', 3: '#248046', 4: '#da373c' };
const STYLE = `
body { margin: 0; padding: 16px; width: 520px; background: #313338; color: #dbdee1;
  font: 15px/1.375 "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
.message { margin-bottom: 12px; white-space: pre-wrap; }
.box { border: 1px solid #3f4147; border-left: 4px solid var(--edge, #3f4147); border-radius: 8px; background: #2b2d31;
  padding: 14px; margin: 6px 0; }
.text + .text { margin-top: 8px; } .row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.button { border-radius: 8px; padding: 5px 14px; color: #fff; font-weight: 500; }
.select { flex: 1; border: 1px solid #3f4147; border-radius: 8px; background: #1e1f22; padding: 8px 12px; color: #949ba4; }
h3 { font-size: 18px; margin: 0; } small { color: #949ba4; font-size: 12.5px; } pre { margin: 0; padding: 8px;
  border-radius: 4px; background: #1e1f22; font: 13px/1.3 "DejaVu Sans Mono", monospace; }`;

function html(text: string): string {
  return text
    .split(/(```[\s\S]*?```)/)
    .map((part) => (part.startsWith('```') ? `<pre>${plain(part.slice(3, -3).trim())}</pre>` : markup(part)))
    .join('');
}

function markup(text: string): string {
  const escaped: string[] = [];
  const keep = (_: string, character: string) => `\uE000${escaped.push(plain(character)) - 1}\uE000`;
  const time = (_: string, seconds: string) =>
    new Date(Number(seconds) * 1_000).toLocaleString('en-US', {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'UTC',
    });
  return plain(text.replace(/\\([^\w\s])/g, keep).replace(/<t:(\d+):f>/g, time))
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\*(.+?)\*/g, '<i>$1</i>')
    .replace(/^-# (.*)/gm, '<small>$1</small>')
    .replace(/^- /gm, '• ')
    .replace(/^### (.*)\n?/gm, '<h3>$1</h3>')
    .replace(/\uE000(\d+)\uE000/g, (_, at: string) => escaped[Number(at)] ?? '');
}

function drawn(component: Component): string {
  const children = ((component.components as Component[] | undefined) ?? []).map(drawn).join('');
  switch (component.type) {
    case 1:
      return `<div class="row">${children}</div>`;
    case 2:
      return `<span class="button" style="background: ${BUTTONS[Number(component.style)]}">${plain(String(component.label))}</span>`;
    case 3:
      return `<span class="select">${plain(String(component.placeholder))} ⌄</span>`;
    case 10:
      return `<div class="text">${html(String(component.content))}</div>`;
    case 17: {
      const edge =
        component.accent_color === undefined ? '' : `--edge: #${Number(component.accent_color).toString(16)}`;
      return `<div class="box" style="${edge}">${children}</div>`;
    }
    default:
      throw new Error(`There is no picture of components of type ${component.type}.`);
  }
}

await takeCardPictures('discord', 552, async (page, reply) => {
  const messages = renderReply(reply).map(({ content, components }) => {
    const parts = [...(content ? [html(content)] : []), ...(components as unknown as Component[]).map(drawn)];
    return `<div class="message">${parts.join('')}</div>`;
  });
  await page.setContent(`<style>${STYLE}</style>${messages.join('')}`);
});
