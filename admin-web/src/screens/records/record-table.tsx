import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { isEmpty, type ValueStyle, valueAt, valueText } from '../../metadata/value-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { isSortable, orderOf } from './record-columns.ts';
import type { Row } from './use-records.ts';

interface Props {
  kind: EntityMetadata;
  columns: readonly FieldMetadata[];
  rows: readonly Row[];
  style: ValueStyle;
  sort: string;
  isLoading: boolean;
  onSort: (field: string) => void;
}

/** Records as a table; where there is no room for its columns, as a list with the columns' names in it. */
export function RecordTable({ kind, columns, rows, style, sort, isLoading, onSort }: Props) {
  const order = orderOf(sort);
  const title = `List of ${kind.label.many}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="records__box" tabIndex={0} aria-label={title} aria-busy={isLoading}>
      <table className="records">
        <thead>
          <tr>
            {columns.map((column) => {
              const isOrdered = order.field === column.name;
              const direction = order.isDescending ? 'descending' : 'ascending';
              return (
                <th
                  key={column.name}
                  scope="col"
                  className={classOf(column)}
                  aria-sort={isOrdered ? direction : undefined}
                >
                  {isSortable(column) ? (
                    <button type="button" className="records__sort" onClick={() => onSort(column.name)}>
                      {column.label}
                      {isOrdered && <Icon name={order.isDescending ? 'arrowDown' : 'arrowUp'} size={13} />}
                    </button>
                  ) : (
                    column.label
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => {
                const value = valueAt(row, column.name);
                return (
                  <td key={column.name} className={classOf(column, isEmpty(value))}>
                    {column.name !== kind.title && (
                      <span className="records__label" aria-hidden="true">
                        {column.label}
                      </span>
                    )}
                    <span className="records__value">{valueText(column, value, style, row)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf({ kind, format }: FieldMetadata, isValueEmpty = false): string {
  const classes = [
    kind === 'number' && 'is-number',
    (kind === 'date' || kind === 'day') && 'is-dated',
    (format === 'email' || format === 'url') && 'is-address',
    isValueEmpty && 'is-empty',
  ];
  return classes.filter(Boolean).join(' ');
}
