import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';

/** So long after the last letter the list is asked for. */
const SETTLED_MS = 250;

export type ListFilter = Pick<Filter, 'where' | 'anyOf'>;

/** What a list is asked for; what is left out stays as it is. */
interface ListChange {
  search?: string;
  sort?: string | undefined;
  filter?: ListFilter;
  /** Names of fields; undefined for those of the kind. */
  columns?: readonly string[] | undefined;
  isTrash?: boolean;
  /** The saved view that it comes from. */
  view?: string | undefined;
}

export interface ListQuery extends ListChange {
  search: string;
  sort: string;
  filter: ListFilter;
  isTrash: boolean;
  /** As it is being typed. */
  text: string;
  setText: (text: string) => void;
  set: (change: ListChange) => void;
}

/** Stands in the address, so that a list can be sent round and reloaded. */
export function useListQuery(defaultSort: string): ListQuery {
  const [params, setParams] = useSearchParams();
  const { pathname } = useLocation();
  const search = params.get('q') ?? '';
  const json = params.get('filter');
  const filter = useMemo(() => filterIn(json), [json]);
  const columns = params.get('columns')?.split(',');
  const view = params.get('view') ?? undefined;
  const [text, setText] = useState(search);
  const written = useRef(search);

  const store = (change: ListChange) =>
    setParams(
      (all) => {
        const put = (name: string, value: string | undefined) => {
          if (value) all.set(name, value);
          else all.delete(name);
        };
        if ('search' in change) put('q', change.search);
        if ('sort' in change) put('sort', change.sort);
        if (change.filter) put('filter', isNoFilter(change.filter) ? '' : JSON.stringify(change.filter));
        if ('columns' in change) put('columns', change.columns?.join(','));
        if ('isTrash' in change) put('trash', change.isTrash ? '1' : '');
        if ('view' in change) put('view', change.view);
        return all;
      },
      { replace: true },
    );
  const set = (change: ListChange) => {
    if ('search' in change) {
      // nothing is left to be asked for once the letters have settled
      written.current = change.search ?? '';
      setText(written.current);
    }
    store(change);
  };
  const write = useRef((value: string) => store({ search: value }));
  write.current = (value) => store({ search: value });

  useEffect(() => {
    if (search === written.current) return;
    written.current = search;
    setText(search);
  }, [search]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === written.current) return;
    const timer = setTimeout(() => {
      // a record was opened meanwhile: its program is still loading, and nobody is brought back
      if (window.location.pathname !== pathname) return;
      written.current = wanted;
      write.current(wanted);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, pathname]);

  return {
    search,
    sort: params.get('sort') ?? defaultSort,
    filter,
    columns,
    isTrash: params.has('trash'),
    view,
    text,
    setText,
    set,
  };
}

export const isNoFilter = ({ where = [], anyOf = [] }: ListFilter): boolean =>
  where.length + anyOf.length === 0;

/** What stands in the address may be anything; whether its conditions are good is the server's to say. */
function filterIn(json: string | null): ListFilter {
  if (!json) return {};
  try {
    const { where, anyOf } = JSON.parse(json) as ListFilter;
    return { ...(Array.isArray(where) && { where }), ...(Array.isArray(anyOf) && { anyOf }) };
  } catch {
    return {};
  }
}
