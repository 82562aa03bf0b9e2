import { useMemo, useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import { useResource } from '../../api/use-resource.ts';
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
  const asked = {
    ...(search && { search }),
    filter,
    ...(isTrash && { deleted: 'only' as const }),
  };
  const deps = [workspace.id, plural, search, filter, isTrash];
  const { data, reload, ...pages } = usePages(
    async ({ cursor, signal }) => {
      const { records: rows, ...rest } = await recordsOf<Row>(workspace.id, plural).list({
        ...asked,
        sort,
        cursor,
        limit: PAGE,
        signal,
      });
      if (!cursor) setIsOld(false);
      return { rows, ...rest };
    },
    [...deps, sort],
  );
  // very many are counted for longer than a page of them takes to be there
  const counted = useResource(
    async (signal) =>
      (await recordsOf<Row>(workspace.id, plural).list({ ...asked, isCounted: true, limit: 1, signal }))
        .count,
    deps,
  );
  const reloadAll = () => {
    reload();
    counted.reload();
  };
  const rows = data?.rows;
  // further down the list stays where it is until it is asked for
  useRecordNews(name, () => (rows && rows.length > PAGE ? setIsOld(true) : reloadAll()));
  const valued = useMemo(
    () =>
      (rows ?? []).map((row) => ({
        kind: name,
        values: Object.fromEntries(columns.map((column) => [column.name, valueAt(row, column.name)])),
      })),
    [rows, name, columns],
  );
  return {
    rows,
    count: counted.isLoading ? undefined : counted.data,
    style: useValueStyle(valued),
    isOld,
    reload: reloadAll,
    ...pages,
  };
}
