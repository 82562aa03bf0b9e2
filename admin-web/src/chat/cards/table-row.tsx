import type { TableCard } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { RecordName } from './record-name.tsx';
import { RowMenu } from './row-menu.tsx';
import { longestOf, SHORT_LETTERS, type TableLayout } from './table-layout.ts';
import type { useChosenRows } from './use-chosen-rows.ts';
import { ValueText } from './value-text.tsx';

interface Props {
  row: TableCard['rows'][number];
  card: TableCard;
  layout: TableLayout;
  hasMenu: boolean;
  choosing: ReturnType<typeof useChosenRows>;
}

/** A cell is clipped where its text would make the row a page. */
const LONG_CELL = 140;
/** On a phone the second line has these first fields; the menu of the row shows the others. */
const NARROW_TOLD = 3;

export function TableRow({ row, card, layout, hasMenu, choosing }: Props) {
  const [first] = card.columns;
  const title = (first && row.cells[first.key]) || '–';
  const record = row.entity && row.id ? { entity: row.entity, id: row.id, title } : undefined;
  const [isAllTold, setIsAllTold] = useState(false);
  const folded = layout.folded.filter(({ key }) => row.cells[key]);
  const told = layout.isNarrow && !isAllTold ? folded.slice(0, NARROW_TOLD) : folded;
  const isFolded = told.length > 0;
  return (
    <>
      <tr className={isFolded ? 'is-first' : undefined}>
        {choosing.chosen && (
          <td className="table-card__choose" rowSpan={isFolded ? 2 : 1}>
            {record && (
              <input
                type="checkbox"
                aria-label={`Choose ${title}`}
                checked={choosing.chosen.has(record.id)}
                onChange={() => choosing.toggle(record.id)}
              />
            )}
          </td>
        )}
        {layout.columns.map((column, at) => {
          const text = row.cells[column.key];
          const isShort = longestOf(column, card.rows) <= SHORT_LETTERS;
          const classes = [column.align === 'right' && 'is-right', isShort && 'is-short'].filter(Boolean);
          return (
            <td key={column.key} className={classes.join(' ') || undefined}>
              {at === 0 && record ? (
                <RecordName record={record} />
              ) : text ? (
                <ValueText text={text} most={LONG_CELL} />
              ) : (
                '–'
              )}
            </td>
          );
        })}
        {hasMenu && (
          <td className="table-card__menu" rowSpan={isFolded && !layout.isNarrow ? 2 : 1}>
            {record && (
              <RowMenu
                record={record}
                onTellAll={told.length < folded.length ? () => setIsAllTold(true) : undefined}
              />
            )}
          </td>
        )}
      </tr>
      {isFolded && (
        <tr className="is-second">
          <td colSpan={layout.columns.length + (hasMenu && layout.isNarrow ? 1 : 0)}>
            <Folded row={row} told={told} isNarrow={layout.isNarrow} />
          </td>
        </tr>
      )}
    </>
  );
}

interface FoldedProps {
  row: Props['row'];
  /** What has no column of its own; what is empty says nothing. */
  told: TableLayout['folded'];
  isNarrow: boolean;
}

function Folded({ row, told, isNarrow }: FoldedProps) {
  return (
    <dl className="table-card__folded">
      {told.map(({ key, label }) => (
        <div key={key}>
          <dt className={isNarrow ? 'visually-hidden' : undefined}>{label}</dt>
          <dd>{row.cells[key]}</dd>
        </div>
      ))}
    </dl>
  );
}
