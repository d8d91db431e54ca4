import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { credentialsQuery, type CredentialFilter, type CredentialSort, type LocationName, type StatusKind, type StoreKindName } from '../../api';
import { useAddress, type Sort } from '../../components';

/** The text once it has rested for 80 ms. */
export function useDebounced(text: string, ms = 80): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    if (text === '') return setRested('');
    const timer = setTimeout(() => setRested(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return text === '' ? '' : rested;
}

const words = <W extends string>(text: string | undefined) => (text ? (text.split(',') as W[]) : []);
const columns: readonly string[] = ['name', 'store', 'usedBy', 'status', 'changed'];
const newestFirst: Sort = { by: 'changed', descending: true };

function sortOf(text: string | undefined): Sort {
  const [by = '', direction] = (text ?? '').split('.');
  return columns.includes(by) ? { by, descending: direction === 'down' } : newestFirst;
}

/** The list that the address and the search ask for. An answer to an older question is never shown for a newer one: each has its own key. */
export function useCredentials() {
  const [address, setAddress] = useAddress();
  const [search, setSearch] = useState('');
  const rested = useDebounced(search);
  const filters = useMemo(() => ({
    filter: (['expiring', 'unused'].includes(address['filter'] ?? '') ? address['filter'] : 'all') as CredentialFilter,
    stores: words<StoreKindName>(address['stores']), locations: words<LocationName>(address['locations']), statuses: words<StatusKind>(address['statuses']),
  }), [address]);
  const sort = useMemo(() => sortOf(address['sort']), [address]);
  const query = useInfiniteQuery(credentialsQuery({ search: rested.trim(), ...filters, sort: sort.by as CredentialSort, direction: sort.descending ? 'descending' : 'ascending' }));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const chosen = Number(filters.filter !== 'all') + filters.stores.length + filters.locations.length + filters.statuses.length;
  return {
    rows, total: query.data?.pages.at(-1)?.total ?? 0, loading: query.isPending, error: query.error, retry: () => void query.refetch(), onEnd, sort, search, rested, setSearch, filters, chosen,
    onSort: (next: Sort) => setAddress({ sort: `${next.by}.${next.descending ? 'down' : 'up'}` }),
    setFilter: (patch: Record<string, string | null>) => setAddress(patch),
    clear: () => setAddress({ filter: null, stores: null, locations: null, statuses: null }),
  };
}
export type Credentials = ReturnType<typeof useCredentials>;
