import { useState } from 'react';
import { connectionsQuery, usePagedList, type ConnectionKindName, type ConnectionSort } from '../../api';
import { useAddress, useTableLook, type Sort } from '../../components';

// Also in the address, so Back restores it.
const kinds: readonly ConnectionKindName[] = ['machine', 'ssh', 'postgres', 'http'];
const columns: readonly string[] = ['name', 'target'];
const byName: Sort = { by: 'name', descending: false };

/** The list with its search, kind and order. */
export function useConnections() {
  const [search, setSearch] = useState('');
  const [address, setAddress] = useAddress();
  const kind = kinds.find((one) => one === address['kind']) ?? null;
  const setKind = (next: ConnectionKindName | null) => setAddress({ kind: next });
  const look = useTableLook('connections', byName, columns);
  const asked = search.trim();
  const query = connectionsQuery({ search: asked, kinds: kind ? [kind] : [], sort: look.sort.by as ConnectionSort, direction: look.sort.descending ? 'descending' : 'ascending' });
  const paged = usePagedList(query, look.ready);
  return { ...paged, look, listKey: JSON.stringify(query.queryKey), search, setSearch, asked, kind, setKind };
}
