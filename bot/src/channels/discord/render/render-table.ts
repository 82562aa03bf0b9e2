import type { TableCard } from '@clianta/agents/reply.schema';
import { morePart, openPart, text, textParts, undoPart } from './components.ts';
import { escapeText, fence } from './discord-markdown.ts';
import type { Part } from './discord-message.ts';
import { fixedWidth } from './fixed-width.ts';
import { bold, lines, linkTo, small, title } from './render-cards.ts';

/** Of a fixed-width block: a wider one wraps on a phone, where nobody can read it. */
const WIDEST = 46;
/** Characters of one block. */
const LONGEST = 1_800;

/** Aligned columns where they are narrow enough, else two lines a row; long tables go on in further blocks, with their head. */
export function renderTable(card: TableCard): Part[] {
  const cells = card.rows.map((row) => card.columns.map(({ key }) => row.cells[key] ?? ''));
  const shown = card.count > card.rows.length ? `${card.rows.length} of ${card.count} shown` : '';
  const total = card.total ? `${bold(card.total.label)}: ${escapeText(card.total.value)}` : '';
  const [first] = card.columns;
  const records = card.rows.map(({ entity, id, cells: named }) => {
    const detail = card.columns.slice(1, 4).map(({ key }) => named[key]);
    return {
      entity,
      id,
      title: first ? (named[first.key] ?? '') : '',
      detail: detail.filter(Boolean).join(' · '),
    };
  });
  const end = lines(total, small(shown));
  return [
    ...textParts(title(card.title)),
    ...(card.rows.length > 0 ? (columnParts(card, cells) ?? rowParts(card, cells)) : []),
    ...(end ? textParts(end) : []),
    ...openPart(records),
    ...morePart(card.count - card.rows.length),
    ...undoPart(card),
  ];
}

/** Undefined when the columns are too wide. */
function columnParts({ columns }: TableCard, cells: readonly string[][]): Part[] | undefined {
  const head = columns.map(({ label }) => label);
  const { lines: all, width } = fixedWidth(
    [head, ...cells],
    columns.map(({ align }) => align),
  );
  if (width > WIDEST) return undefined;
  const [names = '', rule = '', ...rows] = all;
  const perBlock = Math.max(1, Math.floor(LONGEST / (WIDEST * 2)) - 2);
  const parts: Part[] = [];
  for (let at = 0; at < rows.length; at += perBlock) {
    const block = [names, rule, ...rows.slice(at, at + perBlock)].join('\n');
    parts.push({ components: [text(fence(block))] });
  }
  return parts;
}

function rowParts(card: TableCard, cells: readonly string[][]): Part[] {
  const rows = cells.map(([name = '', ...others], row) => {
    const more = others.map((value, at) => (value.trim() ? `${card.columns[at + 1]?.label}: ${value}` : ''));
    const link = linkTo(card.rows[row]?.url, name.trim() || '–');
    return lines(`**${link}**`, small(more.filter(Boolean).join(' · ')));
  });
  // a row is not torn in two where it can be helped
  const blocks: string[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last !== undefined && last.length + row.length < LONGEST)
      blocks[blocks.length - 1] = `${last}\n${row}`;
    else blocks.push(row);
  }
  return blocks.flatMap(textParts);
}
