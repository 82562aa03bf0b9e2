import type { ImportColumn } from '../import/import.schema.ts';
import type { TableRow } from '../reading/read-table.ts';
import { type CellContext, readCell } from './read-cell.ts';
import type { Target } from './targets.ts';

/** A record that a row names, by what it says of it. */
export interface NamedRecord {
  /** As people call it. */
  title?: string;
  /** By its unique values: the domain of a company. */
  keys: Record<string, string>;
}

/** What a row says, before anything is looked up. */
export interface ReadRow {
  row: number;
  cells: readonly string[];
  /** Of the fields that are no references. */
  values: Record<string, unknown>;
  custom: Record<string, unknown>;
  /** By field. */
  named: Record<string, NamedRecord>;
  id?: string;
  problems: string[];
}

/** Reads one row by the mapping; an empty cell says nothing. */
export function readRow(
  { row, cells, problem }: TableRow,
  columns: readonly ImportColumn[],
  targets: ReadonlyMap<string, Target>,
  context: CellContext,
): ReadRow {
  const read: ReadRow = { row, cells, values: {}, custom: {}, named: {}, problems: problem ? [problem] : [] };
  if (problem) return read;
  const names = new Map<string, Partial<Record<string, string>>>();
  const own = currencyOf(cells, columns) ?? context.currency;
  for (const [at, { field: key, dateOrder }] of columns.entries()) {
    const target = key === undefined ? undefined : targets.get(key);
    if (!target) continue;
    const found = readCell(target, cells[at] ?? '', { ...context, currency: own }, dateOrder);
    if (!found) continue;
    if ('problem' in found) read.problems.push(found.problem);
    else if (target.part === 'id') read.id = String(found.value);
    else if (target.custom) read.custom[target.custom.key] = found.value;
    else if (target.part === 'first' || target.part === 'last') {
      const name = target.field?.name ?? '';
      names.set(name, { ...names.get(name), [target.part]: String(found.value) });
    } else if (target.field?.ref || target.field?.part) {
      const name = target.field.name;
      const known = read.named[name] ?? { keys: {} };
      read.named[name] = target.part
        ? { ...known, keys: { ...known.keys, [target.part]: String(found.value) } }
        : { ...known, title: String(found.value) };
    } else {
      read.values[target.field?.name ?? target.key] = found.value;
      if (found.currency && !read.values.currency) read.values.currency = found.currency;
    }
  }
  for (const [name, { first, last }] of names) read.values[name] ??= [first, last].filter(Boolean).join(' ');
  return read;
}

function currencyOf(cells: readonly string[], columns: readonly ImportColumn[]): string | undefined {
  const at = columns.findIndex(({ field }) => field === 'currency');
  const code = (cells[at] ?? '').trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : undefined;
}
