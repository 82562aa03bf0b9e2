import { useMemo, useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { type Values, valueAt } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import type { ListQuery } from './use-list-query.ts';

const PAGE = 50;

export type Row = Values & { id: string };

type Query = Pick<ListQuery, 'search' | 'sort' | 'filter' | 'isTrash'>;

/** The records of a kind, growing page by page, how many there are in all, and how to write the columns' values. */
export function useRecords(
  { name, plural }: EntityMetadata,
  columns: readonly FieldMetadata[],
  { search, sort, filter, isTrash }: Query,
) {
  const { workspace } = useSession();
  const [isOld, setIsOld] = useState(false);
  const { data, reload, ...pages } = usePages(
    async ({ cursor, signal }) => {
      const { records: rows, ...rest } = await recordsOf<Row>(workspace.id, plural).list({
        ...(search && { search }),
        filter,
        sort,
        ...(isTrash && { deleted: 'only' as const }),
        cursor,
        isCounted: !cursor,
        limit: PAGE,
        signal,
      });
      if (!cursor) setIsOld(false);
      return { rows, ...rest };
    },
    [workspace.id, plural, search, sort, filter, isTrash],
  );
  const rows = data?.rows;
  // further down the list stays where it is until it is asked for
  useRecordNews(name, () => (rows && rows.length > PAGE ? setIsOld(true) : reload()));
  const valued = useMemo(
    () =>
      (rows ?? []).map((row) => ({
        kind: name,
        values: Object.fromEntries(columns.map((column) => [column.name, valueAt(row, column.name)])),
      })),
    [rows, name, columns],
  );
  return { rows, count: data?.count, style: useValueStyle(valued), isOld, reload, ...pages };
}
