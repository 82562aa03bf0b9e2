import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { ConsoleIcon } from '../ui/console-icon.tsx';
import { Icon } from '../ui/icon.tsx';
import { controlOf, type RowInput, rowsOf } from './field-input.ts';
import type { FieldMetadata } from './kinds.ts';
import './rows-control.css';

interface Props {
  label: string;
  /** What a row has; the first takes a line of its own. */
  cells: readonly FieldMetadata[];
  /** All rows, as `rowsOf` reads them. */
  input: string;
  error?: string | undefined;
  /** Draws the control of a cell that is no yes or no. */
  drawCell: (cell: FieldMetadata, input: string, onInput: (input: string) => void) => ReactNode;
  onInput: (input: string) => void;
}

/** A list that is filled in as a table: rows are added, changed, moved and taken out. */
export function RowsControl({ label, cells, input, error, drawCell, onInput }: Props) {
  const given = rowsOf(input);
  // one to begin with
  const rows: RowInput[] = given.length > 0 ? given : [{}];
  const list = useRef<HTMLFieldSetElement>(null);
  const count = useRef(rows.length);
  useEffect(() => {
    // whoever adds a row goes on in it
    if (rows.length > count.current)
      list.current?.querySelector<HTMLElement>('.rows-control__row:last-of-type input')?.focus();
    count.current = rows.length;
  }, [rows.length]);
  const set = (next: readonly RowInput[]) => onInput(JSON.stringify(next));
  const change = (at: number, name: string, value: string) =>
    set(rows.map((row, index) => (index === at ? { ...row, [name]: value } : row)));
  const swap = (at: number, other: number) => {
    const next = [...rows];
    [next[at], next[other]] = [next[other] ?? {}, next[at] ?? {}];
    set(next);
  };
  return (
    <fieldset className="rows-control" ref={list}>
      <legend className="field__label">{label}</legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
        <fieldset key={at} className="rows-control__row">
          <legend className="visually-hidden">Row {at + 1}</legend>
          {cells.map((cell) => (
            <Cell
              key={cell.name}
              cell={cell}
              input={row[cell.name] ?? ''}
              draw={drawCell}
              onInput={(value) => change(at, cell.name, value)}
            />
          ))}
          <div className="rows-control__tools">
            <Button
              kind="quiet"
              isIcon
              aria-label={`Move row ${at + 1} up`}
              disabled={at === 0}
              onClick={() => swap(at, at - 1)}
            >
              <ConsoleIcon name="up" />
            </Button>
            <Button
              kind="quiet"
              isIcon
              aria-label={`Move row ${at + 1} down`}
              disabled={at === rows.length - 1}
              onClick={() => swap(at, at + 1)}
            >
              <ConsoleIcon name="down" />
            </Button>
            <Button
              kind="quiet"
              isIcon
              aria-label={`Remove row ${at + 1}`}
              onClick={() => set(rows.filter((_, index) => index !== at))}
            >
              <ConsoleIcon name="trash" />
            </Button>
          </div>
        </fieldset>
      ))}
      {error && (
        <p className="field__error" role="alert">
          <Icon name="alert" size={14} /> {/^\p{Ll}/u.test(error) ? `${label} ${error}.` : error}
        </p>
      )}
      <div>
        <Button onClick={() => set([...rows, {}])}>
          <Icon name="plus" size={16} /> Add a row
        </Button>
      </div>
    </fieldset>
  );
}

interface CellProps {
  cell: FieldMetadata;
  input: string;
  draw: Props['drawCell'];
  onInput: (input: string) => void;
}

function Cell({ cell, input, draw, onInput }: CellProps) {
  if (controlOf(cell) !== 'boolean') return draw(cell, input, onInput);
  return (
    <label className="check rows-control__check">
      <input
        type="checkbox"
        checked={input === 'true'}
        onChange={(event) => onInput(event.currentTarget.checked ? 'true' : '')}
      />
      {cell.label}
    </label>
  );
}
