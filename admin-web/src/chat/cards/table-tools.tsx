import type { TableCard } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { asCsv, asHtml, asTabs } from './table-text.ts';

interface Props {
  card: TableCard;
  /** As they are sorted. */
  rows: TableCard['rows'];
}

/** How long "Copied" stays. */
const THANKS_MS = 2_000;

/** All rows that are here, on the screen or not, to take away. */
export function TableTools({ card, rows }: Props) {
  const [isCopied, setIsCopied] = useState(false);
  const table = { columns: card.columns, rows };
  const copy = async () => {
    await copyBoth(asTabs(table), asHtml(table));
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), THANKS_MS);
  };
  return (
    <div className="table-card__tools">
      <Button
        kind="quiet"
        isIcon
        aria-label={isCopied ? 'Copied' : `Copy the table ${card.title}`}
        title="Copy the table"
        onClick={copy}
      >
        <Icon name={isCopied ? 'check' : 'copy'} size={16} />
      </Button>
      <Button
        kind="quiet"
        isIcon
        aria-label={`Export ${card.title} as CSV`}
        title="Export as CSV"
        onClick={() => save(`${fileNameOf(card.title)}.csv`, asCsv(table))}
      >
        <Icon name="download" size={16} />
      </Button>
    </div>
  );
}

/** A spreadsheet takes the one, a text the other; where only texts can be copied, the one that all can read. */
async function copyBoth(text: string, html: string): Promise<void> {
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(text);
  const blob = (type: string, content: string) => new Blob([content], { type });
  await navigator.clipboard.write([
    new ClipboardItem({ 'text/plain': blob('text/plain', text), 'text/html': blob('text/html', html) }),
  ]);
}

function save(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

const fileNameOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'table';
