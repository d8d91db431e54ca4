import { useMemo, useState } from 'react';
import { credentialsQuery, usePagedList, type CredentialFilter, type CredentialSort, type LocationName, type StatusKind, type StoreKindName } from '../../api';
import { useAddress, useTableLook, type Sort } from '../../components';

const words = <W extends string>(text: string | undefined) => (text ? (text.split(',') as W[]) : []);
export const shownFilters = ['sharedWithMe', 'sharedByMe', 'expiring', 'unused'] as const;
const columns: readonly string[] = ['name', 'store', 'usedBy', 'status', 'changed'];
const newestFirst: Sort = { by: 'changed', descending: true };

/** The list that the address and the search ask for. An answer to an older question is never shown for a newer one: each has its own key. */
export function useCredentials() {
  const [address, setAddress] = useAddress();
  const [search, setSearch] = useState('');
  // Each key stroke asks at once: an answer takes less than the wait for the next one would.
  const asked = search.trim();
  const filters = useMemo(() => ({
    filter: shownFilters.find((one) => one === address['filter']) ?? ('all' as CredentialFilter),
    stores: words<StoreKindName>(address['stores']), locations: words<LocationName>(address['locations']), statuses: words<StatusKind>(address['statuses']),
  }), [address]);
  const look = useTableLook('credentials', newestFirst, columns);
  const query = credentialsQuery({ search: asked, ...filters, sort: look.sort.by as CredentialSort, direction: look.sort.descending ? 'descending' : 'ascending' });
  const paged = usePagedList(query, look.ready);
  const chosen = Number(filters.filter !== 'all') + filters.stores.length + filters.locations.length + filters.statuses.length;
  return {
    ...paged, look, listKey: JSON.stringify(query.queryKey), search, asked, setSearch, filters, chosen,
    setFilter: (patch: Record<string, string | null>) => setAddress(patch),
    clear: () => setAddress({ filter: null, stores: null, locations: null, statuses: null }),
  };
}
export type Credentials = ReturnType<typeof useCredentials>;
