import { useMemo, useState } from 'react';
import { usePagedList, variablesQuery, type StoreKindName, type VariableFilter, type VariableSort } from '../../api';
import { useAddress, useTableLook, type Sort } from '../../components';

const columns: readonly string[] = ['displayName', 'name', 'place', 'usedBy', 'status', 'changed'];
const byName: Sort = { by: 'displayName', descending: false };

export const filters: readonly VariableFilter[] = ['all', 'text', 'secret', 'sharedWithMe', 'sharedByMe', 'expiring', 'unused'];
export const storeKinds: readonly StoreKindName[] = ['azureKeyVault', 'thisDevice'];

/** The list with its search, filters and order. Filters live in the address, so Back restores them. */
export function useVariables() {
  const [search, setSearch] = useState('');
  const [address, setAddress] = useAddress();
  const filter = filters.find((one) => one === address['filter']) ?? 'all';
  const stores = useMemo(() => storeKinds.filter((one) => (address['stores'] ?? '').split(',').includes(one)), [address]);
  const setFilter = (next: VariableFilter) => setAddress({ filter: next === 'all' ? null : next });
  const setStores = (next: StoreKindName[]) => setAddress({ stores: next.join(',') || null });
  const clear = () => setAddress({ filter: null, stores: null });
  const look = useTableLook('variables', byName, columns);
  const asked = search.trim();
  const query = variablesQuery({ search: asked, filter, kinds: [], stores, vaultId: null, sort: look.sort.by as VariableSort, direction: look.sort.descending ? 'descending' : 'ascending' });
  const paged = usePagedList(query, look.ready);
  const rows = useMemo(() => paged.rows.map((row) => ({ ...row, uniqueName: row.name, name: row.displayName })), [paged.rows]);
  return { ...paged, rows, look, listKey: JSON.stringify(query.queryKey), search, setSearch, asked, filter, setFilter, stores, setStores, clear, filtered: filter !== 'all' || stores.length > 0 };
}

export type VariableRow = ReturnType<typeof useVariables>['rows'][number];
