import type { FilledBlock } from './render-template.ts';

/** The part of a mail that is read where HTML is not. */
export function plainTextOf(blocks: readonly FilledBlock[]): string {
  return `${blocks
    .map(inText)
    .filter((part) => part !== '')
    .join('\n\n')
    .replace(/\r\n?/g, '\n')
    .trim()}\n`;
}

function inText(block: FilledBlock): string {
  switch (block.kind) {
    case 'heading':
    case 'text':
      return block.text.trim();
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'button':
      return `${block.label}: ${block.url}`;
    case 'image':
      return block.alt;
    case 'divider':
      return '---';
    case 'footer':
      return [
        block.text,
        block.unsubscribe && block.unsubscribeUrl && `${block.unsubscribe}: ${block.unsubscribeUrl}`,
      ]
        .filter(Boolean)
        .join('\n');
  }
}
