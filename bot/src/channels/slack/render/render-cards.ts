import type { BriefCard, RecordCard, TableCard } from '@clianta/agents/reply.schema';
import type { SectionBlock, TableBlock } from '@slack/types';
import { RECORD_ACTION } from './actions.ts';
import { clip, LIMITS } from './limits.ts';
import { escapeText, linkTo } from './mrkdwn.ts';
import { button, context, heading, undoButton } from './render-blocks.ts';
import { moreButton } from './render-list.ts';
import type { Part } from './slack-message.ts';
import { textParts } from './text-parts.ts';

/** Facts that a folded card shows, and characters of a note. The rest is a click away. */
const FOLDED_FACTS = 10;
const FOLDED_VALUE = 500;

/** A card of many facts, or of a long note, is folded; its button opens all of it. */
export function renderRecord(card: RecordCard): Part[] {
  // what was changed is what the card is about
  const ranked = [...card.fields].sort(
    (a, b) => Number(b.wasChanged ?? false) - Number(a.wasChanged ?? false),
  );
  const kept = new Set(ranked.slice(0, FOLDED_FACTS));
  const fields = card.fields
    .filter((field) => kept.has(field))
    .map((field) => ({ ...field, value: clip(field.value, FOLDED_VALUE) }));
  const isFolded =
    card.fields.length > FOLDED_FACTS || card.fields.some(({ value }) => value.length > FOLDED_VALUE);
  const undo = undoButton(card);
  const all = button('Show all', RECORD_ACTION, `${card.entity}:${card.id}`);
  const elements = [...(isFolded ? [all] : []), ...undo.flatMap((block) => block.elements)];
  const end: Part = { text: '', blocks: elements.length > 0 ? [{ type: 'actions', elements }] : [] };
  return [...wholeRecord({ ...card, fields }), end];
}

/** All that it says, however much, without buttons. */
export function wholeRecord(card: RecordCard): Part[] {
  const about = [card.badge, card.subtitle].filter(Boolean).join(' · ');
  const foot = [about && escapeText(about), card.url && linkTo(card.url, 'Open in Clianta')]
    .filter(Boolean)
    .join(' · ');
  const facts = card.fields.map(
    (field) =>
      `*${escapeText(field.label)}*${field.wasChanged ? ' ✎' : ''}\n${escapeText(field.value) || '–'}`,
  );
  const top: Part = {
    text: [`*${escapeText(card.title)}*`, escapeText(about)].filter(Boolean).join('\n'),
    blocks: [...heading(card.title), ...(foot ? context(foot) : [])],
  };
  return [top, ...factParts(facts)];
}

/** Two columns of facts; one that is too long for a column stands alone. */
function factParts(facts: readonly string[]): Part[] {
  const parts: Part[] = [];
  let fields: string[] = [];
  const flush = () => {
    if (fields.length > 0) {
      const block: SectionBlock = {
        type: 'section',
        fields: fields.map((text) => ({ type: 'mrkdwn', text })),
      };
      parts.push({ text: fields.map((text) => text.replace('\n', ': ')).join('\n'), blocks: [block] });
    }
    fields = [];
  };
  for (const fact of facts) {
    if (fact.length > LIMITS.fieldText) {
      flush();
      parts.push(...textParts(fact));
      continue;
    }
    fields.push(fact);
    if (fields.length === LIMITS.fields) flush();
  }
  flush();
  return parts;
}

/** Slack's own table; a long one goes on in further messages, each with the column names. */
export function renderTable(card: TableCard): Part[] {
  const columns = card.columns.slice(0, LIMITS.tableColumns);
  const head = columns.map((column) => column.label);
  const rows = card.rows.map(
    ({ cells, url }): Row => ({
      url,
      cells: columns.map((column) => cells[column.key] ?? ''),
    }),
  );
  const shown = card.count > card.rows.length ? `${card.rows.length} of ${card.count} shown` : '';
  const total = card.total ? `*${escapeText(card.total.label)}*: ${escapeText(card.total.value)}` : '';
  const title: Part = { text: `*${escapeText(card.title)}*`, blocks: heading(card.title) };
  const tables = chunks(head, rows).map(
    (chunk): Part => ({
      text: chunk.map(({ cells }) => escapeText(cells.join(' · '))).join('\n'),
      blocks: [table(card, head, chunk)],
    }),
  );
  const foot = [shown, total].filter(Boolean).join(' · ');
  const end: Part = {
    text: foot,
    blocks: [...(foot ? context(foot) : []), ...undoButton(card)],
  };
  const more = card.count - card.rows.length;
  return [title, ...tables, end, ...(more > 0 ? [moreButton(more)] : [])];
}

interface Row {
  cells: readonly string[];
  /** Where its first cell leads to. */
  url: string | undefined;
}

function table(card: TableCard, head: readonly string[], rows: readonly Row[]): TableBlock {
  return {
    type: 'table',
    rows: [
      head.map((text) => cell(text)),
      ...rows.map(({ cells, url }) => cells.map((text, at) => cell(text, at === 0 ? url : undefined))),
    ],
    column_settings: card.columns.slice(0, LIMITS.tableColumns).map((column) => ({
      align: column.align ?? 'left',
      is_wrapped: true,
    })),
  };
}

/** A cell must not be empty. */
function cell(given: string, url?: string): TableBlock['rows'][number][number] {
  const text = given.trim() || '–';
  if (!url) return { type: 'raw_text', text };
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url, text }] }],
  };
}

/** Rows for one table each: at most 99 beside the head, and no more text than a table holds. */
function chunks(head: readonly string[], rows: readonly Row[]): Row[][] {
  const sizeOf = (cells: readonly string[], url = '') =>
    cells.reduce((sum, text) => sum + Math.max(1, text.length), url.length);
  const found: Row[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const current = found.at(-1);
    if (
      !current ||
      current.length >= LIMITS.tableRows - 1 ||
      size + sizeOf(row.cells, row.url) > LIMITS.tableText
    ) {
      found.push([row]);
      size = sizeOf(head) + sizeOf(row.cells, row.url);
    } else {
      current.push(row);
      size += sizeOf(row.cells, row.url);
    }
  }
  return found;
}

export function renderBrief(card: BriefCard): Part[] {
  const top: Part = {
    text: `*${escapeText(card.title)}*`,
    blocks: [...heading(card.title), ...(card.subtitle ? context(escapeText(card.subtitle)) : [])],
  };
  const parts = card.sections.flatMap((one) => {
    const items = one.items.map(
      (item) => `• ${escapeText(item.text)}${item.source ? ` _(${escapeText(item.source)})_` : ''}`,
    );
    return textParts([`*${escapeText(one.heading)}*`, ...items].join('\n'));
  });
  return [top, ...parts];
}
