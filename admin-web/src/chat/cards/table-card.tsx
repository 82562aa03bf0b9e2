import type { TableCard as TableCardValue } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useChatActions } from '../chat-context.ts';
import { CardBox } from './card-box.tsx';
import { TableHead } from './table-head.tsx';
import { layoutOf } from './table-layout.ts';
import { sorted, type TableOrder } from './table-order.ts';
import { TableRow } from './table-row.tsx';
import { TableTools } from './table-tools.tsx';
import { ActionProblem, UndoButton } from './undo-button.tsx';
import { kindOf, useChosenRows } from './use-chosen-rows.ts';
import { useWidth } from './use-width.ts';
import './card.css';
import './table-card.css';

/** Rows that are shown at first; a few more than these are shown at once. */
const FIRST = 10;
const FEW_MORE = 2;
/** The boxes by which rows are chosen. */
const CHOOSE_PX = 44;
/** As many as the server hands out at once. */
const MOST = 200;

function countOf(card: TableCardValue, number: Intl.NumberFormat): string {
  const shown = card.rows.length;
  if (shown < card.count) return `${number.format(shown)} of ${number.format(card.count)} shown`;
  return `${number.format(card.count)} ${card.count === 1 ? 'row' : 'rows'}`;
}

/** Rows as wide as the chat; columns without room are told below the name, on a phone in a second line. */
export function TableCard({ card }: { card: TableCardValue }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { clock, tables } = useChatActions();
  const number = new Intl.NumberFormat(clock.locale);
  const choosing = useChosenRows(card);
  const [order, setOrder] = useState<TableOrder>();
  const [isOpen, setIsOpen] = useState(card.rows.length <= FIRST + FEW_MORE);
  const layout = layoutOf(card, choosing.chosen && width ? width - CHOOSE_PX : width);
  const entity = kindOf(card);
  const rows = order ? sorted(card.rows, order) : card.rows;
  const shown = isOpen ? rows : rows.slice(0, FIRST);
  const hasMenu = card.rows.some(({ entity, id }) => entity && id);
  return (
    <CardBox
      ref={ref}
      className={[
        'card table-card',
        layout.isNarrow && 'table-card--narrow',
        choosing.chosen && 'table-card--choosing',
      ]
        .filter(Boolean)
        .join(' ')}
      aria-label={card.title}
    >
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
        <span className="badge">{countOf(card, number)}</span>
        <TableTools card={card} rows={rows} choosing={choosing} />
      </header>
      {tables && entity && choosing.chosen && choosing.chosen.size > 0 && (
        <div className="table-card__chosen">
          <tables.Chosen entity={entity} chosen={choosing.chosen} onClear={choosing.end} />
        </div>
      )}
      <table>
        <TableHead
          card={card}
          columns={layout.columns}
          order={order}
          onOrder={setOrder}
          hasMenu={hasMenu}
          choosing={choosing}
        />
        <tbody>
          {shown.map((row, at) => (
            <TableRow
              key={row.id ?? at}
              row={row}
              card={card}
              layout={layout}
              hasMenu={hasMenu}
              choosing={choosing}
            />
          ))}
        </tbody>
      </table>
      <MoreRows card={card} hidden={rows.length - shown.length} onShow={() => setIsOpen(true)} />
      {(card.total || card.undoGroupId) && (
        <footer className="card__footer">
          {card.total && (
            <>
              <span>{card.total.label}</span>
              <span className="table-card__total">{card.total.value}</span>
            </>
          )}
          {card.undoGroupId && (
            <UndoButton groupId={card.undoGroupId} title={card.title} isUndone={card.isUndone ?? false} />
          )}
        </footer>
      )}
      {card.undoGroupId && <ActionProblem id={card.undoGroupId} />}
    </CardBox>
  );
}

/** Of the rows that are not on the screen: those that are here are shown, the others are asked for. */
function MoreRows({ card, hidden, onShow }: { card: TableCardValue; hidden: number; onShow: () => void }) {
  const { say, clock } = useChatActions();
  const isPart = card.rows.length < Math.min(card.count, MOST) && card.rows.some(({ id }) => id);
  if (hidden === 0 && !isPart) return null;
  return (
    <div className="table-card__more">
      {hidden > 0 && (
        <Button kind="quiet" onClick={onShow}>
          Show {hidden} more
        </Button>
      )}
      {isPart && (
        <Button kind="quiet" onClick={() => say(`Show all ${card.count}`)}>
          Show all {card.count.toLocaleString(clock.locale)}
        </Button>
      )}
    </div>
  );
}
