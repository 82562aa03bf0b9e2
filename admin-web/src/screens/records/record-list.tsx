import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { capitalize } from '../../formatting.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { recordPath } from '../../metadata/record-path.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { NewRecordDialog } from './new-record-dialog.tsx';
import { chosenColumns, isSortable, orderOf, sortedBy } from './record-columns.ts';
import { RecordTable } from './record-table.tsx';
import { type Selection, toggled, toggledAll } from './selection.ts';
import { isNoFilter, useListQuery } from './use-list-query.ts';
import { useRecords } from './use-records.ts';
import { ViewsMenu } from './views-menu.tsx';

/** Newest first, as the server has it. */
const NEWEST = '-createdAt';
const NONE: Selection = new Set();

/** One kind of record: found, narrowed down, sorted and read page by page, all of it drawn from the metadata. */
export function RecordList({ kind }: { kind: EntityMetadata }) {
  const kinds = useKinds();
  const navigate = useNavigate();
  const query = useListQuery(kind.sort ?? NEWEST);
  const { search, sort, filter, text, isTrash, setText, set } = query;
  const wanted = query.columns?.join(',');
  const columns = useMemo(() => chosenColumns(kind, wanted?.split(',')), [kind, wanted]);
  const list = useRecords(kind, columns, query);
  const { rows, count, style, error, isLoading, reload, hasMore, isLoadingMore, moreError } = list;
  const [selection, setSelection] = useState(NONE);
  const [isAdding, setIsAdding] = useState(false);
  const shown = rows?.length ?? 0;
  const { many, one } = kind.label;
  const mayChoose = !isTrash && (kind.rights.update || kind.rights.delete);
  const isNarrowed = Boolean(search) || !isNoFilter(filter);
  const { loadMore } = list;
  const goOn = useCallback(() => {
    if (hasMore && !isLoadingMore && !moreError) void loadMore();
  }, [hasMore, isLoadingMore, moreError, loadMore]);
  const clear = () => set({ search: '', filter: {}, view: undefined });

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
          <SelectField
            label="Order"
            value={sort}
            options={ordersOf(columns, sort)}
            onValue={(next) => set({ sort: next })}
          />
        </div>
        <div className="records__menus">
          <ViewsMenu kind={kind} query={query} />
          <ColumnsMenu
            kind={kind}
            columns={columns}
            isChosen={query.columns !== undefined}
            onChange={(next) => set({ columns: next, view: undefined })}
          />
          {!isTrash && shown > 0 && <ExportMenu kind={kind} query={query} />}
          {kind.rights.create && !isTrash && (
            <Link className="button button--plain" to="/imports">
              Import
            </Link>
          )}
          {kind.rights.delete && (
            <Button
              aria-pressed={isTrash}
              onClick={() => {
                setSelection(NONE);
                set({ isTrash: !isTrash });
              }}
            >
              <ConsoleIcon name="trash" size={16} /> Trash
            </Button>
          )}
          {kind.rights.create && !isTrash && (
            <Button kind="primary" onClick={() => setIsAdding(true)}>
              <Icon name="plus" size={16} /> New {one}
            </Button>
          )}
        </div>
      </search>
      <FilterBar kind={kind} query={query} />
      <p className="records__count" role="status">
        {rows && count !== undefined && kinds.count(count, kind.name)}
        {rows && count !== undefined && shown < count && `, the first ${shown} shown`}
        {isTrash && rows && ', in the trash'}
      </p>
      {isTrash && shown > 0 && <Notice>Open a {one} to take it back out of the trash.</Notice>}
      {list.isOld && (
        <Notice kind="warning">
          <span className="notice__row">
            Somebody has changed {many} meanwhile. <Button onClick={reload}>Show it as it is now</Button>
          </span>
        </Notice>
      )}
      {selection.size > 0 && (
        <BulkBar
          key={JSON.stringify(filter) + search}
          kind={kind}
          query={query}
          selection={selection}
          count={count}
          isAllShownChosen={rows?.every(({ id }) => selection.has(id)) ?? false}
          onClear={() => setSelection(NONE)}
          onDone={reload}
        />
      )}
      {error && <ProblemState title={`The ${many} did not load`} error={error} onRetry={reload} />}
      {!rows && isLoading && <Skeleton label={`Loading ${many}`} lines={8} />}
      {rows && shown === 0 && (
        <EmptyState
          title={isNarrowed ? 'Nothing matches' : isTrash ? 'The trash is empty' : `No ${many} yet`}
        >
          <p>
            {isNarrowed
              ? `No ${one} is found${search ? ` by “${search}”` : ' by these filters'}.`
              : isTrash
                ? `A ${one} that is deleted can be taken back from here.`
                : 'What you and your agents create will be listed here.'}
          </p>
          {isNarrowed && <Button onClick={clear}>{search ? 'Clear the search' : 'Clear the filters'}</Button>}
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
          {...(mayChoose && {
            selection: {
              chosen: selection,
              onToggle: (id) => setSelection((before) => toggled(before, id)),
              onToggleAll: () =>
                setSelection((before) =>
                  toggledAll(
                    before,
                    rows.map(({ id }) => id),
                  ),
                ),
            },
          })}
          onSort={(field) => set({ sort: sortedBy(field, sort) })}
          onNearEnd={goOn}
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
      {isAdding && (
        <NewRecordDialog
          kind={kind}
          onClose={() => setIsAdding(false)}
          onCreated={({ id }) => navigate(recordPath(kind, id))}
        />
      )}
    </>
  );
}

/** The orders to choose from where the table has no head to click on. */
function ordersOf(columns: readonly FieldMetadata[], sort: string) {
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
