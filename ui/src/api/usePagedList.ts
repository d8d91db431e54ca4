import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { start, type Mark, type PageOf, type pagedQuery } from './paged';

/** The mark at or before a row. */
function markBefore(mark: Mark, row: number): Mark {
  let found = mark;
  while (found.previous && found.at > row) found = found.previous;
  return found;
}

/** The rows that are held, where they stand in the list, and how to get to others. */
export function usePagedList<R>(options: ReturnType<typeof pagedQuery<PageOf<R>>>, enabled = true) {
  const client = useQueryClient();
  const query = useInfiniteQuery({ ...options, enabled });
  const data = query.data as InfiniteData<PageOf<R>, Mark> | undefined;
  const { hasNextPage, isFetching, fetchNextPage, fetchPreviousPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const mark = data?.pageParams[0] ?? start;
  const last = data?.pages.at(-1);
  const jumping = useRef(false);
  const onEnd = useCallback(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  const jump = async (to: Mark) => {
    jumping.current = true;
    const ask = options.queryFn as unknown as (context: { pageParam: Mark }) => Promise<PageOf<R>>;
    try { client.setQueryData<InfiniteData<PageOf<R>, Mark>>(options.queryKey, { pages: [await ask({ pageParam: to })], pageParams: [to] }); } catch { void refetch(); } finally { jumping.current = false; }
  };
  /** A row before those that are held is wanted. */
  const onStart = (row: number) => {
    if (!mark.previous || isFetching || jumping.current) return;
    const to = markBefore(mark.previous, row);
    if (to === mark.previous) void fetchPreviousPage();
    else void jump(to);
  };
  return {
    rows, first: mark.at, total: last?.total ?? 0, exact: last?.totalIsExact !== false, more: hasNextPage,
    loading: query.isPending, error: query.error, retry: () => void refetch(), onEnd, onStart,
  };
}
