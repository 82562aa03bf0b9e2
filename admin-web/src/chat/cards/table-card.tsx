import type { TableCard as TableCardValue } from '@clianta/agents/reply.schema';
import { ActionProblem, UndoButton } from './undo-button.tsx';
import './card.css';
import './table-card.css';

const number = new Intl.NumberFormat('en');

function countOf(card: TableCardValue): string {
  const shown = card.rows.length;
  if (shown < card.count) return `${number.format(shown)} of ${number.format(card.count)} shown`;
  return `${number.format(card.count)} ${card.count === 1 ? 'row' : 'rows'}`;
}

export function TableCard({ card }: { card: TableCardValue }) {
  const classOf = (align: 'left' | 'right' | undefined) => (align === 'right' ? 'is-right' : undefined);
  return (
    <section className="card table-card" aria-label={card.title}>
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
        <span className="badge">{countOf(card)}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="table-card__scroll" tabIndex={0} aria-label={`${card.title}, rows`}>
        <table>
          <thead>
            <tr>
              {card.columns.map((column) => (
                <th key={column.key} scope="col" className={classOf(column.align)}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {card.rows.map((row, index) => (
              <tr key={row.id ?? index}>
                {card.columns.map((column) => (
                  <td key={column.key} className={classOf(column.align)}>
                    {row.cells[column.key] ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
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
    </section>
  );
}
