import { lexer, type Token, type Tokens } from 'marked';
import { fixedWidth } from './fixed-width.ts';

const URL_IN_TEXT = /(https?:\/\/[^\s<>]+)/g;

/**
 * A text as it reads, whatever is in it: no bold, no mention, no emoji of `:tada:`, no link behind other words. Addresses
 * stay as they are; Discord would take an escape for a part of them.
 */
export function escapeText(text: string): string {
  return text
    .split(URL_IN_TEXT)
    .map((part, at) => (at % 2 === 1 ? part : escapeWords(part)))
    .join('');
}

function escapeWords(text: string): string {
  return text
    .replace(/[\\*_~`|<]/g, '\\$&')
    .replace(/\](?=\()/g, '\\]')
    .replace(/:(?=[\w+-]*[a-z][\w+-]*:)/gi, '\\:')
    .replace(/^(\s*)([#>+-])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2');
}

/** CommonMark as Discord's markdown. Images become their description, tables a fixed-width block. */
export function toDiscord(markdown: string): string {
  return blocks(lexer(markdown)).trim();
}

function blocks(tokens: readonly Token[], separator = '\n\n'): string {
  return tokens.map(block).filter(Boolean).join(separator);
}

function block(token: Token): string {
  switch (token.type) {
    case 'space':
    case 'def':
      return '';
    case 'heading': {
      const level = Math.min((token as Tokens.Heading).depth, 3);
      return `${'#'.repeat(level)} ${inlines(token.tokens ?? [])}`;
    }
    case 'paragraph':
      return inlines(token.tokens ?? []);
    case 'text':
      return token.tokens ? inlines(token.tokens) : escapeText(decode(token.text));
    case 'list':
      return list(token as Tokens.List);
    case 'blockquote':
      return blocks(token.tokens ?? [])
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'code':
      return fence(token.text);
    case 'hr':
      return '———';
    case 'table':
      return fence(tableText(token as Tokens.Table));
    default:
      return escapeText(token.raw.trimEnd());
  }
}

function list(token: Tokens.List): string {
  const first = Number(token.start) || 1;
  return token.items
    .map((item, index) => {
      const mark = token.ordered ? `${first + index}.` : '-';
      const box = item.task ? (item.checked ? '☑ ' : '☐ ') : '';
      const body = blocks(
        item.tokens.filter((child) => child.type !== 'checkbox'),
        '\n',
      );
      return `${mark} ${box}${body.replaceAll('\n', '\n  ')}`;
    })
    .join('\n');
}

function inlines(tokens: readonly Token[]): string {
  return tokens.map(inline).join('');
}

function inline(token: Token): string {
  switch (token.type) {
    case 'strong':
      return `**${inlines(token.tokens ?? [])}**`;
    case 'em':
      return `*${inlines(token.tokens ?? [])}*`;
    case 'del':
      return `~~${inlines(token.tokens ?? [])}~~`;
    case 'codespan':
      return `\`${decode(token.text).replaceAll('`', "'")}\``;
    case 'br':
      return '\n';
    case 'link':
      return link(token as Tokens.Link);
    case 'image':
      return escapeText(decode(token.text));
    case 'text':
      return token.tokens ? inlines(token.tokens) : escapeText(decode(token.raw));
    case 'escape':
      return escapeText(token.text);
    default:
      return escapeText(token.raw);
  }
}

/** A link whose words are its address is that address; Discord hides no other address behind one. */
function link(token: Tokens.Link): string {
  const words = inlines(token.tokens).replaceAll('\n', ' ');
  if (!/^https?:/i.test(token.href) || !URL.canParse(token.href)) return words;
  const url = new URL(token.href).href.replaceAll('(', '%28').replaceAll(')', '%29');
  if (token.text === token.href || /https?:/i.test(token.text)) return url;
  return `[${words.replace(/(?<!\\)[[\]]/g, '\\$&')}](${url})`;
}

/** A block in which every character is as wide as another, and nothing is markup. */
export function fence(text: string): string {
  return `\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\``;
}

function tableText({ header, rows }: Tokens.Table): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => decode(cell.text)));
  return fixedWidth(cells).lines.join('\n');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
