import { useMemo } from 'react';
import { capitalize } from '../../formatting.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { columnsOf, isSortable, orderOf, sortedBy } from './record-columns.ts';
import { RecordTable } from './record-table.tsx';
import { useListQuery } from './use-list-query.ts';
import { useRecords } from './use-records.ts';

/** Newest first, as the server has it. */
const NEWEST = '-createdAt';

/** One kind of record: searched, sorted and read page by page, all of it drawn from the metadata. */
export function RecordList({ kind }: { kind: EntityMetadata }) {
  const kinds = useKinds();
  const columns = useMemo(() => columnsOf(kind), [kind]);
  const query = useListQuery(kind.sort ?? NEWEST);
  const { search, sort, text, setText, setSort } = query;
  const { rows, count, style, error, isLoading, reload, hasMore, isLoadingMore, moreError, loadMore } =
    useRecords(kind, columns, query);
  const shown = rows?.length ?? 0;
  const { many } = kind.label;

  return (
    <>
      <search className="records__tools">
        <TextField
          label={`Search ${many}`}
          type="search"
          autoComplete="off"
          maxLength={200}
          value={text}
          onValue={setText}
        />
        <div className="records__order">
          <SelectField label="Order" value={sort} options={ordersOf(columns, sort)} onValue={setSort} />
        </div>
        <p className="records__count" role="status">
          {rows && count !== undefined && kinds.count(count, kind.name)}
          {rows && count !== undefined && shown < count && `, the first ${shown} shown`}
        </p>
      </search>
      {error && <ProblemState title={`The ${many} did not load`} error={error} onRetry={reload} />}
      {!rows && isLoading && <Skeleton label={`Loading ${many}`} lines={8} />}
      {rows && shown === 0 && (
        <EmptyState title={search ? 'Nothing matches' : `No ${many} yet`}>
          <p>
            {search
              ? `No ${kind.label.one} is found by “${search}”.`
              : 'What you and your agents create will be listed here.'}
          </p>
          {search && <Button onClick={() => setText('')}>Clear the search</Button>}
        </EmptyState>
      )}
      {rows && shown > 0 && (
        <RecordTable
          kind={kind}
          columns={columns}
          rows={rows}
          style={style}
          sort={sort}
          isLoading={isLoading}
          onSort={(field) => setSort(sortedBy(field, sort))}
        />
      )}
      {hasMore && (
        <div className="records__more">
          {moreError && <p role="alert">{moreError.message}</p>}
          <Button onClick={() => void loadMore()} disabled={isLoadingMore}>
            {isLoadingMore ? 'Loading…' : `Show more ${many}`}
          </Button>
        </div>
      )}
    </>
  );
}

/** The orders to choose from where the table has no head to click on. */
function ordersOf(columns: ReturnType<typeof columnsOf>, sort: string) {
  const { field } = orderOf(sort);
  const orders = columns.filter(isSortable).flatMap(({ name, label, kind }) => {
    const words =
      kind === 'string' || kind === 'enum' ? ['A to Z', 'Z to A'] : ['lowest first', 'highest first'];
    const said = kind === 'date' || kind === 'day' ? ['earliest first', 'latest first'] : words;
    return [
      { value: name, label: `${label}, ${said[0]}` },
      { value: `-${name}`, label: `${label}, ${said[1]}` },
    ];
  });
  const isListed = columns.some((column) => column.name === field && isSortable(column));
  return isListed
    ? orders
    : [{ value: sort, label: sort === NEWEST ? 'Newest first' : capitalize(field) }, ...orders];
}
