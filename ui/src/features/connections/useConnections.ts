import { useEffect, useState } from 'react';
import { connectionsQuery, usePagedList, type ConnectionKindName, type ConnectionSort } from '../../api';
import { useTableLook, type Sort } from '../../components';

const columns: readonly string[] = ['name', 'target'];
const byName: Sort = { by: 'name', descending: false };

/** The list with its search, kind and order. */
export function useConnections() {
  const [search, setSearch] = useState('');
  const [rested, setRested] = useState('');
  const [kind, setKind] = useState<ConnectionKindName | null>(null);
  const look = useTableLook('connections', byName, columns);
  useEffect(() => {
    const timer = setTimeout(() => setRested(search.trim()), search === '' ? 0 : 80);
    return () => clearTimeout(timer);
  }, [search]);
  const query = connectionsQuery({ search: rested, kinds: kind ? [kind] : [], sort: look.sort.by as ConnectionSort, direction: look.sort.descending ? 'descending' : 'ascending' });
  const paged = usePagedList(query, look.ready);
  return { ...paged, look, listKey: JSON.stringify(query.queryKey), search, setSearch, rested, kind, setKind };
}
