import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { movedColumn, possibleColumns } from './record-columns.ts';

interface Props {
  kind: EntityMetadata;
  columns: readonly FieldMetadata[];
  isChosen: boolean;
  onChange: (columns: readonly string[] | undefined) => void;
}

/** Which columns are shown, and in what order. */
export function ColumnsMenu({ kind, columns, isChosen, onChange }: Props) {
  const names = columns.map(({ name }) => name);
  const others = possibleColumns(kind).filter(({ name }) => !names.includes(name));
  const row = (field: FieldMetadata, at: number) => {
    const isShown = at >= 0;
    const isTitle = field.name === kind.title;
    return (
      <li key={field.name}>
        <label className="check">
          <input
            type="checkbox"
            checked={isShown}
            disabled={isTitle}
            onChange={() =>
              onChange(isShown ? names.filter((one) => one !== field.name) : [...names, field.name])
            }
          />
          {field.label}
        </label>
        {isShown && !isTitle && (
          <span>
            <Button
              kind="quiet"
              isIcon
              aria-label={`Move ${field.label} forward`}
              disabled={at <= 1}
              onClick={() => onChange(movedColumn(names, field.name, -1))}
            >
              <ConsoleIcon name="up" />
            </Button>
            <Button
              kind="quiet"
              isIcon
              aria-label={`Move ${field.label} back`}
              disabled={at === names.length - 1}
              onClick={() => onChange(movedColumn(names, field.name, 1))}
            >
              <ConsoleIcon name="down" />
            </Button>
          </span>
        )}
      </li>
    );
  };
  return (
    <Menu className="button button--plain" button="Columns">
      {() => (
        <>
          <ul className="columns-menu">
            {columns.map(row)}
            {others.map((field) => row(field, -1))}
          </ul>
          {isChosen && (
            <Button kind="quiet" onClick={() => onChange(undefined)}>
              As usual
            </Button>
          )}
        </>
      )}
    </Menu>
  );
}
