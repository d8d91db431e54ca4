import { infiniteQueryOptions, keepPreviousData, type QueryKey } from '@tanstack/react-query';

/** More rows than a tall screen shows, so that a list, or what was found, stands there at once. */
export const firstPageSize = 60;
export const pageSize = 200;
/** With pages of 200: at most 1,000 rows are held. */
const pagesHeld = 5;

/** Where a page begins: its cursor, how many rows stand before it, and the page before. */
export type Mark = { cursor: string | null; at: number; previous: Mark | null };
export type PageOf<R> = { rows: R[]; next: string | null; total: number; totalIsExact: boolean };

export const start: Mark = { cursor: null, at: 0, previous: null };

/** A list asked for page by page. Pages that were scrolled away are let go, and found again by their marks. */
export function pagedQuery<P extends PageOf<unknown>>(queryKey: QueryKey, ask: (cursor: string | null, limit: number) => Promise<P>) {
  return infiniteQueryOptions({
    queryKey, queryFn: ({ pageParam: { cursor } }) => ask(cursor, cursor === null ? firstPageSize : pageSize), initialPageParam: start, maxPages: pagesHeld, placeholderData: keepPreviousData, structuralSharing: false,
    getNextPageParam: (page: P, _all, mark: Mark): Mark | null => (page.next === null ? null : { cursor: page.next, at: mark.at + page.rows.length, previous: mark }),
    getPreviousPageParam: (_page, _all, mark: Mark): Mark | null => mark.previous,
  });
}
