import type { TableCard } from '@clianta/agents/reply.schema';
import { Icon } from '../../ui/icon.tsx';
import type { TableOrder } from './table-order.ts';
import type { useChosenRows } from './use-chosen-rows.ts';

interface Props {
  card: TableCard;
  columns: TableCard['columns'];
  order: TableOrder | undefined;
  onOrder: (order: TableOrder) => void;
  hasMenu: boolean;
  choosing: ReturnType<typeof useChosenRows>;
}

/** Pressed, a column's name sorts by it; pressed again, the other way round. */
export function TableHead({ card, columns, order, onOrder, hasMenu, choosing }: Props) {
  const isSortable = card.rows.length > 1;
  return (
    <thead>
      <tr>
        {choosing.chosen && (
          <td className="table-card__choose">
            <input
              type="checkbox"
              aria-label="Choose all rows"
              checked={choosing.isAll}
              onChange={choosing.toggleAll}
            />
          </td>
        )}
        {columns.map(({ key, label, align }) => {
          const isOrdered = order?.key === key;
          const direction = order?.isDescending ? 'descending' : 'ascending';
          return (
            <th
              key={key}
              scope="col"
              className={align === 'right' ? 'is-right' : undefined}
              aria-sort={isOrdered ? direction : undefined}
            >
              {isSortable ? (
                <button
                  type="button"
                  className="table-card__sort"
                  onClick={() => onOrder({ key, isDescending: isOrdered && !order.isDescending })}
                >
                  {label}
                  {isOrdered && <Icon name={order.isDescending ? 'arrowDown' : 'arrowUp'} size={13} />}
                </button>
              ) : (
                label
              )}
            </th>
          );
        })}
        {hasMenu && (
          <td>
            <span className="visually-hidden">Actions</span>
          </td>
        )}
      </tr>
    </thead>
  );
}
