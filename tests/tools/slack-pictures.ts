import { renderReply } from '@clianta/bot/channels/slack/render/render';
import { plain, takeCardPictures } from '../support/card-pictures.ts';

/**
 * Takes the pictures of docs/cards/slack: every card as the blocks that are sent to Slack, drawn in its manner. Not by Slack
 * itself, whose programs draw only what its servers have.
 *
 *     node --import tsx tests/tools/slack-pictures.ts
 */
type Block = Record<string, unknown>;

const STYLE = `
body { margin: 0; padding: 16px; width: 620px; background: #fff; color: #1d1c1d;
  font: 15px/1.46 Lato, "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
.message + .message { margin-top: 16px; } .message > * + * { margin-top: 8px; }
h3 { margin: 12px 0 0; font-size: 18px; } .context { color: #616061; font-size: 13px; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; } .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
.button { border: 1px solid #bbb; border-radius: 8px; padding: 4px 12px; font-weight: 700; font-size: 13px; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
pre { margin: 0; padding: 8px; border: 1px solid #ddd; border-radius: 4px; background: #f8f8f8;
  font: 12px/1.5 "DejaVu Sans Mono", monospace; }
table { border-collapse: collapse; font-size: 13px; } td { border: 1px solid #ddd; padding: 4px 8px; }
tr:first-child td { font-weight: 700; background: #f8f8f8; } a { color: #1264a3; text-decoration: none; }`;

/** Drawn by Slack itself; a machine need not have a font of them. */
const EMOJI: Record<string, string> = {
  '✅': '<b style="color: #007a5a">✓</b>',
  '📎': '<b style="color: #616061">▣</b>',
};

function mrkdwn(text: string): string {
  const dated = text.replace(/<!date\^(\d+)\^[^|>]*\|[^>]*>/g, (_, seconds: string) =>
    new Date(Number(seconds) * 1_000).toLocaleString('en-US', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    }),
  );
  const linked = dated.replace(/<(https?:[^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>');
  return linked
    .split(/(```[\s\S]*?```)/)
    .map((part) =>
      part.startsWith('```')
        ? `<pre>${part.slice(3, -3).trim()}</pre>`
        : part.replace(/\*([^*\n]+)\*/g, '<b>$1</b>').replace(/(^|\W)_([^_\n]+)_(?=\W|$)/gm, '$1<i>$2</i>'),
    )
    .join('')
    .replace(/[✅📎]/gu, (one) => EMOJI[one] ?? one);
}

const textOf = (text: unknown): string => {
  const { type, text: words } = text as { type: string; text: string };
  return type === 'mrkdwn' ? mrkdwn(words) : plain(words);
};

/** A cell of a table, or the words in a link. */
function cell(element: Block): string {
  if (typeof element.text === 'string') return plain(element.text);
  return ((element.elements as Block[] | undefined) ?? []).map(cell).join('');
}

function drawn(block: Block): string {
  const elements = (block.elements as Block[] | undefined) ?? [];
  switch (block.type) {
    case 'header':
      return `<h3>${textOf(block.text)}</h3>`;
    case 'section': {
      const fields = ((block.fields as unknown[] | undefined) ?? []).map(
        (one) => `<div class="text">${textOf(one)}</div>`,
      );
      return `${block.text ? `<div class="text">${textOf(block.text)}</div>` : ''}${
        fields.length > 0 ? `<div class="fields">${fields.join('')}</div>` : ''
      }`;
    }
    case 'context':
      return `<div class="context">${elements.map(textOf).join(' ')}</div>`;
    case 'actions':
      return `<div class="actions">${elements
        .map((one) => `<span class="button ${one.style ?? ''}">${textOf(one.text)}</span>`)
        .join('')}</div>`;
    case 'table':
      return `<table>${(block.rows as Block[][])
        .map((row) => `<tr>${row.map((one) => `<td>${cell(one)}</td>`).join('')}</tr>`)
        .join('')}</table>`;
    default:
      throw new Error(`There is no picture of blocks of type ${String(block.type)}.`);
  }
}

await takeCardPictures('slack', 652, async (page, reply) => {
  const messages = renderReply(reply).map(
    ({ blocks }) =>
      `<div class="message">${(blocks as unknown as Block[]).map((one) => drawn(one)).join('')}</div>`,
  );
  await page.setContent(`<style>${STYLE}</style>${messages.join('')}`);
});
