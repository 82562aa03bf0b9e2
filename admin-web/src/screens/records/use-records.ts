import { useMemo } from 'react';
import { recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { type Values, valueAt } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';

const PAGE = 50;

export type Row = Values & { id: string };

interface Query {
  search: string;
  sort: string;
}

/** The records of a kind, growing page by page, how many there are in all, and how to write the columns' values. */
export function useRecords(
  { name, plural }: EntityMetadata,
  columns: readonly FieldMetadata[],
  { search, sort }: Query,
) {
  const { workspace } = useSession();
  const { data, ...pages } = usePages(
    async ({ cursor, signal }) => {
      const { records: rows, ...rest } = await recordsOf<Row>(workspace.id, plural).list({
        ...(search && { search }),
        sort,
        cursor,
        isCounted: !cursor,
        limit: PAGE,
        signal,
      });
      return { rows, ...rest };
    },
    [workspace.id, plural, search, sort],
  );
  const rows = data?.rows;
  const valued = useMemo(
    () =>
      (rows ?? []).map((row) => ({
        kind: name,
        values: Object.fromEntries(columns.map((column) => [column.name, valueAt(row, column.name)])),
      })),
    [rows, name, columns],
  );
  return { rows, count: data?.count, style: useValueStyle(valued), ...pages };
}
