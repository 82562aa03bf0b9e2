import { lexer, type Token, type Tokens } from 'marked';

/** Slack takes these three as markup; escaped, a text can neither mention anybody nor hide a link. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Words that lead to an address of our own. */
export function linkTo(url: string | undefined, text: string): string {
  return url
    ? `<${escapeText(url)}|${escapeText(text).replaceAll('|', '¦').replaceAll('\n', ' ')}>`
    : escapeText(text);
}

/** CommonMark as Slack's mrkdwn. Images become their description, tables a fixed-width block. */
export function toMrkdwn(markdown: string): string {
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
    case 'heading':
      return `*${inlines(token.tokens ?? []).replaceAll('*', '')}*`;
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
      const mark = token.ordered ? `${first + index}.` : '•';
      const box = item.task ? (item.checked ? '☑ ' : '☐ ') : '';
      const body = blocks(
        item.tokens.filter((child) => child.type !== 'checkbox'),
        '\n',
      );
      return `${mark} ${box}${body.replaceAll('\n', '\n    ')}`;
    })
    .join('\n');
}

function inlines(tokens: readonly Token[]): string {
  return tokens.map(inline).join('');
}

function inline(token: Token): string {
  switch (token.type) {
    case 'strong':
      return `*${inlines(token.tokens ?? [])}*`;
    case 'em':
      return `_${inlines(token.tokens ?? [])}_`;
    case 'del':
      return `~${inlines(token.tokens ?? [])}~`;
    case 'codespan':
      return `\`${escapeText(token.text)}\``;
    case 'br':
      return '\n';
    case 'link':
      return link(token as Tokens.Link);
    case 'image':
      return escapeText(decode(token.text));
    case 'escape':
      // Slack knows no escapes; a space of no width keeps the character from being markup
      return /[*_~`]/.test(token.text) ? `${token.text}\u200B` : escapeText(token.text);
    case 'text':
      return token.tokens ? inlines(token.tokens) : escapeText(decode(token.raw));
    default:
      return escapeText(token.raw);
  }
}

function link(token: Tokens.Link): string {
  const text = inlines(token.tokens).replaceAll('|', '¦').replaceAll('\n', ' ');
  if (!/^(https?:|mailto:|tel:)/i.test(token.href)) return text;
  const url = encodeURI(decodeURISafely(token.href)).replaceAll('|', '%7C');
  return `<${escapeText(url)}|${text || escapeText(url)}>`;
}

function decodeURISafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function fence(text: string): string {
  return `\`\`\`\n${escapeText(text.replaceAll('```', "'''"))}\n\`\`\``;
}

function tableText(token: Tokens.Table): string {
  const rows = [token.header, ...token.rows].map((row) => row.map((cell) => decode(cell.text)));
  const widths = token.header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
