import { type DependencyList, useEffect, useRef, useState } from 'react';
import { type ApiError, asApiError } from './api-error.ts';
import { type Resource, useResource } from './use-resource.ts';

interface PageOfRows<R> {
  rows: R[];
  nextCursor?: string;
}

export interface Pages<P> extends Pick<Resource<P>, 'data' | 'error' | 'isLoading' | 'reload'> {
  hasMore: boolean;
  isLoadingMore: boolean;
  moreError: ApiError | undefined;
  loadMore: () => Promise<void>;
}

/** A list that grows page by page; what the first page said besides its rows stays. */
export function usePages<R, P extends PageOfRows<R>>(
  page: (options: { cursor?: string; signal: AbortSignal }) => Promise<P>,
  deps: DependencyList,
): Pages<P> {
  const { data, error, isLoading, reload, replace } = useResource((signal) => page({ signal }), deps);
  const [more, setMore] = useState<{ of: P; isLoading: boolean; error?: ApiError }>();
  const shown = useRef(data);
  useEffect(() => {
    shown.current = data;
  }, [data]);

  const loadMore = async () => {
    const cursor = data?.nextCursor;
    if (!data || !cursor) return;
    setMore({ of: data, isLoading: true });
    try {
      const { rows, nextCursor } = await page({ cursor, signal: new AbortController().signal });
      // another list may have come in its place meanwhile
      if (shown.current !== data) return;
      const { nextCursor: _, ...first } = data;
      replace({ ...first, rows: [...data.rows, ...rows], ...(nextCursor && { nextCursor }) } as P);
    } catch (cause) {
      setMore({ of: data, isLoading: false, error: asApiError(cause) });
    }
  };

  const ofThis = more?.of === data ? more : undefined;
  return {
    data,
    error,
    isLoading,
    reload,
    hasMore: Boolean(data?.nextCursor),
    isLoadingMore: ofThis?.isLoading ?? false,
    moreError: ofThis?.error,
    loadMore,
  };
}
