import { styleText } from 'node:util';
import type {
  ApprovalCard,
  BriefCard,
  Card,
  RecordCard,
  Reply,
  TableCard,
} from '@clianta/agents/reply.schema';

/** Widest cell of a table; longer text is cut with an ellipsis. */
const MAX_CELL = 32;

export interface RenderOptions {
  /** ANSI styles; off when the output is no terminal. */
  hasColor: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** A reply as plain lines for a terminal. */
export function renderReply(reply: Reply, options: RenderOptions): string {
  const paint = (style: Style, text: string) =>
    options.hasColor ? styleText(style, text, { validateStream: false }) : text;
  const parts = [markdown(reply.text, paint), ...reply.cards.map((card) => renderCard(card, paint))];
  if (reply.suggestions?.length)
    parts.push(paint('dim', `Try: ${reply.suggestions.map((text) => `“${text}”`).join('  ')}`));
  return parts.filter(Boolean).join('\n\n');
}

type Paint = (style: Style, text: string) => string;

/** Control characters of stored text must not steer the terminal. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are just what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

function markdown(text: string, paint: Paint): string {
  return clean(text)
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => paint('bold', bold))
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/^- /gm, '• ');
}

function renderCard(card: Card, paint: Paint): string {
  switch (card.type) {
    case 'record':
      return renderRecord(card, paint);
    case 'table':
      return renderTable(card, paint);
    case 'approval':
      return renderApproval(card, paint);
    case 'brief':
      return renderBrief(card, paint);
  }
}

function renderRecord(card: RecordCard, paint: Paint): string {
  const badge = card.badge ? `  [${card.badge}]` : '';
  const width = Math.max(0, ...card.fields.map((field) => field.label.length));
  const lines = card.fields.map((field) => {
    const line = `  ${field.label.padEnd(width)}  ${clean(field.value)}`;
    return field.wasChanged ? paint('green', `${line}  *`) : line;
  });
  const head =
    paint('bold', clean(card.title)) +
    (card.subtitle ? paint('dim', `  ${clean(card.subtitle)}`) : '') +
    badge;
  return [head, ...lines].join('\n');
}

const cut = (text: string) => (text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text);

function renderTable(card: TableCard, paint: Paint): string {
  const rows = card.rows.map((row) => card.columns.map((column) => cut(clean(row.cells[column.key] ?? ''))));
  const widths = card.columns.map((column, i) =>
    Math.max(column.label.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) =>
        card.columns[i]?.align === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const shown = card.count > card.rows.length ? ` (${card.rows.length} of ${card.count} shown)` : '';
  return [
    paint('bold', card.title) + shown,
    paint('dim', line(card.columns.map((column) => column.label))),
    paint('dim', widths.map((width) => '─'.repeat(width)).join('  ')),
    ...rows.map(line),
    ...(card.total ? [paint('bold', `${card.total.label}: ${card.total.value}`)] : []),
  ].join('\n');
}

function renderApproval(card: ApprovalCard, paint: Paint): string {
  const more = card.count > card.sample.length ? [`  … and ${card.count - card.sample.length} more`] : [];
  const answer =
    card.typedCount === undefined ? 'Answer yes or no.' : `To approve, answer: yes ${card.typedCount}`;
  return [
    paint('yellow', card.title),
    ...card.changes.map(
      (change) => `  ${change.label}: ${change.from ? `${clean(change.from)} → ` : ''}${clean(change.to)}`,
    ),
    ...card.sample.map((item) => `  • ${clean(item.title)}${item.detail ? ` (${clean(item.detail)})` : ''}`),
    ...more,
    card.status === 'pending' ? answer : `(${card.status})`,
  ].join('\n');
}

function renderBrief(card: BriefCard, paint: Paint): string {
  const sections = card.sections.map((section) =>
    [paint('bold', section.heading), ...section.items.map((item) => `  • ${clean(item.text)}`)].join('\n'),
  );
  return [
    paint(['bold', 'underline'], card.title) + (card.subtitle ? `  ${card.subtitle}` : ''),
    ...sections,
  ].join('\n\n');
}
