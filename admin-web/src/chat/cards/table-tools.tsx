import type { TableCard } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { useChatActions } from '../chat-context.ts';
import { asCsv, asHtml, asTabs } from './table-text.ts';
import { kindOf, type useChosenRows } from './use-chosen-rows.ts';

interface Props {
  card: TableCard;
  /** As they are sorted. */
  rows: TableCard['rows'];
  choosing: ReturnType<typeof useChosenRows>;
}

/** How long "Copied" stays. */
const THANKS_MS = 2_000;

/** What is taken away of a table: the rows that are chosen, else all that are here, on the screen or not. */
export function TableTools({ card, rows, choosing }: Props) {
  const { tables } = useChatActions();
  const [isCopied, setIsCopied] = useState(false);
  const { chosen } = choosing;
  const taken = chosen?.size ? rows.filter(({ id }) => id && chosen.has(id)) : rows;
  const table = { columns: card.columns, rows: taken };
  const entity = kindOf(card);
  const mayChoose = entity !== undefined && rows.length > 1 && tables?.canChoose(entity);
  const copy = async () => {
    await copyBoth(asTabs(table), asHtml(table));
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), THANKS_MS);
  };
  return (
    <div className="table-card__tools">
      {mayChoose && (
        <Button
          kind="quiet"
          isIcon
          aria-pressed={chosen !== undefined}
          aria-label={`Choose rows of ${card.title}`}
          title="Choose rows"
          onClick={chosen ? choosing.end : choosing.begin}
        >
          <Icon name="choose" size={16} />
        </Button>
      )}
      <Button
        kind="quiet"
        isIcon
        aria-label={isCopied ? 'Copied' : `Copy the table ${card.title}`}
        title="Copy the table"
        onClick={copy}
      >
        <Icon name={isCopied ? 'check' : 'copy'} size={16} />
      </Button>
      <ExportMenu
        title={card.title}
        onCsv={() => save(`${fileNameOf(card.title)}.csv`, asCsv(table))}
        onSheet={
          tables && entity
            ? () =>
                tables.toSheet(
                  entity,
                  taken.flatMap(({ id }) => id ?? []),
                )
            : undefined
        }
      />
    </div>
  );
}

interface ExportProps {
  title: string;
  onCsv: () => void;
  /** Where the rows are records, which the server writes with all of their fields. */
  onSheet: (() => Promise<void>) | undefined;
}

function ExportMenu({ title, onCsv, onSheet }: ExportProps) {
  const { isBusy, error, run } = useSubmit();
  return (
    <Menu
      className="button button--quiet button--icon"
      button={
        <>
          <Icon name="download" size={16} />
          <span className="visually-hidden">Export {title}</span>
        </>
      }
    >
      {(close) => (
        <div className="menu__items">
          <Button
            kind="quiet"
            onClick={() => {
              close();
              onCsv();
            }}
          >
            As CSV
          </Button>
          {onSheet && (
            <Button
              kind="quiet"
              disabled={isBusy}
              onClick={async () => {
                if (!(await run(onSheet))) close();
              }}
            >
              {isBusy ? 'Writing the file…' : 'As an Excel sheet'}
            </Button>
          )}
          {error && <p role="alert">{problemText(error)}</p>}
        </div>
      )}
    </Menu>
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
