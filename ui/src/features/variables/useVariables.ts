import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { variablesQuery, type VariableFilter, type VariableSort } from '../../api';
import type { Sort } from '../../components';

/** The list with its search, filter and order. */
export function useVariables() {
  const [search, setSearch] = useState('');
  const [rested, setRested] = useState('');
  const [filter, setFilter] = useState<VariableFilter>('all');
  const [sort, setSort] = useState<Sort>({ by: 'displayName', descending: false });
  useEffect(() => {
    const timer = setTimeout(() => setRested(search.trim()), 80);
    return () => clearTimeout(timer);
  }, [search]);
  const query = useInfiniteQuery(variablesQuery({ search: rested, filter, kinds: [], stores: [], vaultId: null, sort: sort.by as VariableSort, direction: sort.descending ? 'descending' : 'ascending' }));
  const rows = (query.data?.pages ?? []).flatMap((page) => page.rows).map((row) => ({ ...row, uniqueName: row.name, name: row.displayName }));
  const onEnd = () => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage(); };
  return { search, setSearch, rested, filter, setFilter, sort, setSort, rows, total: query.data?.pages[0]?.total ?? 0, loading: query.isPending, error: query.error, retry: () => void query.refetch(), onEnd };
}

export type VariableRow = ReturnType<typeof useVariables>['rows'][number];
