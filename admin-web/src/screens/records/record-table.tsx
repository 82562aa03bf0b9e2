import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { recordPath } from '../../metadata/record-path.ts';
import { isEmpty, type ValueStyle, valueAt, valueText } from '../../metadata/value-text.ts';
import { ValueView } from '../../metadata/value-view.tsx';
import { Icon } from '../../ui/icon.tsx';
import { isSortable, orderOf } from './record-columns.ts';
import type { Selection } from './selection.ts';
import type { Row } from './use-records.ts';
import { useWindow } from './use-window.ts';

/** As the style sheet has it. */
const ROW_PX = 41;

interface Props {
  kind: EntityMetadata;
  columns: readonly FieldMetadata[];
  rows: readonly Row[];
  style: ValueStyle;
  sort: string;
  isLoading: boolean;
  /** Absent where nothing is chosen. */
  selection?: { chosen: Selection; onToggle: (id: string) => void; onToggleAll: () => void };
  onSort: (field: string) => void;
  onNearEnd: () => void;
}

/** Records as a table; where there is no room for its columns, as a list with the columns' names in it. */
export function RecordTable({
  kind,
  columns,
  rows,
  style,
  sort,
  isLoading,
  selection,
  onSort,
  onNearEnd,
}: Props) {
  const order = orderOf(sort);
  const box = useRef<HTMLElement>(null);
  const isNarrow = useNarrow();
  const { from, to, isPartial } = useWindow(box, isNarrow ? 0 : rows.length, ROW_PX, onNearEnd);
  const shown = isNarrow ? rows : rows.slice(from, to);
  const first = isNarrow ? 0 : from;
  const spacer = (count: number) =>
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    !isNarrow && count > 0 && <tr aria-hidden="true" style={{ height: count * ROW_PX }} />;
  const isAll =
    selection !== undefined && rows.length > 0 && rows.every(({ id }) => selection.chosen.has(id));
  return (
    <section
      className="records__box"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`List of ${kind.label.many}`}
      aria-busy={isLoading}
    >
      <table
        className={isPartial ? 'records records--windowed' : 'records'}
        aria-rowcount={isPartial ? rows.length + 1 : undefined}
      >
        <thead>
          <tr>
            {selection && (
              <th scope="col" className="records__choose">
                <input
                  type="checkbox"
                  aria-label="Choose all that are shown"
                  checked={isAll}
                  onChange={selection.onToggleAll}
                />
              </th>
            )}
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
          {spacer(first)}
          {shown.map((row, index) => {
            const title = valueText(columns[0], valueAt(row, kind.title), style, row);
            return (
              <tr
                key={row.id}
                aria-rowindex={isPartial ? first + index + 2 : undefined}
                aria-selected={selection ? selection.chosen.has(row.id) : undefined}
              >
                {selection && (
                  <td className="records__choose">
                    <input
                      type="checkbox"
                      aria-label={`Choose ${title}`}
                      checked={selection.chosen.has(row.id)}
                      onChange={() => selection.onToggle(row.id)}
                    />
                  </td>
                )}
                {columns.map((column) => {
                  const value = valueAt(row, column.name);
                  const isTitle = column.name === kind.title;
                  return (
                    <td key={column.name} className={classOf(column, isEmpty(value), isTitle)}>
                      {!isTitle && (
                        <span className="records__label" aria-hidden="true">
                          {column.label}
                        </span>
                      )}
                      <span className="records__value">
                        {isTitle ? (
                          <Link to={recordPath(kind, row.id)}>{title}</Link>
                        ) : (
                          <ValueView field={column} value={value} style={style} record={row} />
                        )}
                      </span>
                    </td>
                  );
                })}
              </tr>
            );
          })}
          {spacer(isNarrow ? 0 : rows.length - to)}
        </tbody>
      </table>
    </section>
  );
}

const NARROW = '(max-width: 640px)';

function useNarrow(): boolean {
  const [isNarrow, setIsNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const look = () => setIsNarrow(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return isNarrow;
}

function classOf({ kind, format }: FieldMetadata, isValueEmpty = false, isTitle = false): string {
  const classes = [
    isTitle && 'is-title',
    kind === 'number' && 'is-number',
    (kind === 'date' || kind === 'day') && 'is-dated',
    (format === 'email' || format === 'url') && 'is-address',
    isValueEmpty && 'is-empty',
  ];
  return classes.filter(Boolean).join(' ');
}
