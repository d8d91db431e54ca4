import { useEffect, useMemo, useState } from 'react';
import { usePagedList, variablesQuery, type VariableFilter, type VariableSort } from '../../api';
import { useTableLook, type Sort } from '../../components';

const columns: readonly string[] = ['displayName', 'name', 'place', 'usedBy', 'status', 'changed'];
const byName: Sort = { by: 'displayName', descending: false };

/** The list with its search, filter and order. */
export function useVariables() {
  const [search, setSearch] = useState('');
  const [rested, setRested] = useState('');
  const [filter, setFilter] = useState<VariableFilter>('all');
  const look = useTableLook('variables', byName, columns);
  useEffect(() => {
    const timer = setTimeout(() => setRested(search.trim()), search === '' ? 0 : 80);
    return () => clearTimeout(timer);
  }, [search]);
  const query = variablesQuery({ search: rested, filter, kinds: [], stores: [], vaultId: null, sort: look.sort.by as VariableSort, direction: look.sort.descending ? 'descending' : 'ascending' });
  const paged = usePagedList(query, look.ready);
  const rows = useMemo(() => paged.rows.map((row) => ({ ...row, uniqueName: row.name, name: row.displayName })), [paged.rows]);
  return { ...paged, rows, look, listKey: JSON.stringify(query.queryKey), search, setSearch, rested, filter, setFilter };
}

export type VariableRow = ReturnType<typeof useVariables>['rows'][number];
