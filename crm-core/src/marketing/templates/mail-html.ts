import type { FilledBlock } from './render-template.ts';

const WIDTH = 600;
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1f2430';
const FAINT = '#667085';
const ACCENT = '#3355dd';

/**
 * A mail as HTML: tables and styles in place, which is what mail programs agree on. Outlook for Windows knows no width of
 * its own, so it gets one in a comment that only it reads.
 */
export function htmlOf({
  subject,
  preheader,
  blocks,
}: {
  subject: string;
  preheader?: string | undefined;
  blocks: readonly FilledBlock[];
}): string {
  const rows = blocks
    .map((block) => `<tr><td dir="auto" style="${cellOf(block)}">${inHtml(block)}</td></tr>`)
    .join('\n');
  const hidden = preheader
    ? `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preheader)}${'&#847;&zwnj;&nbsp;'.repeat(60)}</div>\n`
    : '';
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;background:#ffffff;color:${INK};${FONT}">
${hidden}<!--[if mso]><table role="presentation" width="${WIDTH}" align="center"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" align="center" style="max-width:${WIDTH}px;margin:0 auto;padding:16px">
${rows}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</body>
</html>
`;
}

const cellOf = ({ kind }: FilledBlock): string =>
  ({
    heading: 'padding:12px 8px 4px',
    text: 'padding:6px 8px',
    list: 'padding:6px 8px',
    button: 'padding:14px 8px',
    image: 'padding:8px',
    divider: 'padding:10px 8px',
    footer: 'padding:16px 8px 8px',
  })[kind];

function inHtml(block: FilledBlock): string {
  switch (block.kind) {
    case 'heading': {
      const [tag, size] = block.isSmall ? ['h2', 18] : ['h1', 24];
      return `<${tag} style="margin:0;font-size:${size}px;line-height:1.3;font-weight:600">${escapeHtml(block.text)}</${tag}>`;
    }
    case 'text':
      return paragraphs(block.text, `font-size:16px;line-height:1.5;color:${INK}`);
    case 'list':
      return `<ul style="margin:0;padding-left:22px;font-size:16px;line-height:1.5">${block.items.map((item) => `<li>${lines(item)}</li>`).join('')}</ul>`;
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${ACCENT}" style="border-radius:6px"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:12px 22px;font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(block.label)}</a></td></tr></table>`;
    case 'image':
      return `<img src="${escapeHtml(block.url)}" alt="${escapeHtml(block.alt)}" width="${block.width ?? WIDTH - 48}" style="display:block;max-width:100%;height:auto;border:0">`;
    case 'divider':
      return '<div style="border-top:1px solid #d8dce5;font-size:0;line-height:0">&nbsp;</div>';
    case 'footer': {
      const small = `font-size:13px;line-height:1.5;color:${FAINT}`;
      const leave =
        block.unsubscribe && block.unsubscribeUrl
          ? `<p style="margin:8px 0 0;${small}"><a href="${escapeHtml(block.unsubscribeUrl)}" style="color:${FAINT}">${escapeHtml(block.unsubscribe)}</a></p>`
          : '';
      return paragraphs(block.text, small) + leave;
    }
  }
}

/** Plain text as HTML: a blank line begins another paragraph. */
function paragraphs(text: string, style = ''): string {
  return text
    .trim()
    .split(/\n[ \t]*\n+/)
    .map((part) => `<p style="margin:0 0 10px;${style}">${lines(part)}</p>`)
    .join('');
}

const lines = (text: string) => escapeHtml(text.trim()).replace(/\r?\n/g, '<br>');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
