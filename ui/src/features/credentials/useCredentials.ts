import { useEffect, useMemo, useState } from 'react';
import { credentialsQuery, usePagedList, type CredentialFilter, type CredentialSort, type LocationName, type StatusKind, type StoreKindName } from '../../api';
import { useAddress, useTableLook, type Sort } from '../../components';

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

/** The list that the address and the search ask for. An answer to an older question is never shown for a newer one: each has its own key. */
export function useCredentials() {
  const [address, setAddress] = useAddress();
  const [search, setSearch] = useState('');
  const rested = useDebounced(search);
  const filters = useMemo(() => ({
    filter: (['expiring', 'unused'].includes(address['filter'] ?? '') ? address['filter'] : 'all') as CredentialFilter,
    stores: words<StoreKindName>(address['stores']), locations: words<LocationName>(address['locations']), statuses: words<StatusKind>(address['statuses']),
  }), [address]);
  const look = useTableLook('credentials', newestFirst, columns);
  const query = credentialsQuery({ search: rested.trim(), ...filters, sort: look.sort.by as CredentialSort, direction: look.sort.descending ? 'descending' : 'ascending' });
  const paged = usePagedList(query, look.ready);
  const chosen = Number(filters.filter !== 'all') + filters.stores.length + filters.locations.length + filters.statuses.length;
  return {
    ...paged, look, listKey: JSON.stringify(query.queryKey), search, rested, setSearch, filters, chosen,
    setFilter: (patch: Record<string, string | null>) => setAddress(patch),
    clear: () => setAddress({ filter: null, stores: null, locations: null, statuses: null }),
  };
}
export type Credentials = ReturnType<typeof useCredentials>;
