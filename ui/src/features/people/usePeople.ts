import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keys, unwrap, usePagedList, type PersonListView, type PersonSort } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { pagedQuery } from '../../api/paged';
import { useTableLook, type Sort } from '../../components';

const columns: readonly string[] = ['name', 'rank', 'key', 'shared', 'seen'];
/** The time of the last sync is told without a change. */
const refresh = 15_000;
const byName: Sort = { by: 'name', descending: false };

/** Teams, and the people in them. */
export function usePeople() {
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const [rested, setRested] = useState('');
  useEffect(() => { const timer = setTimeout(() => setRested(search.trim()), search === '' ? 0 : 80); return () => clearTimeout(timer); }, [search]);
  const teams = useQuery({ queryKey: [...keys.team, 'list'], queryFn: () => unwrap(teamCommands.teamList()), placeholderData: keepPreviousData, refetchInterval: refresh });
  const look = useTableLook('people', byName, columns);
  const query = { search: rested, teamId: null, sort: look.sort.by as PersonSort, direction: look.sort.descending ? 'descending' as const : 'ascending' as const };
  const options = pagedQuery([...keys.team, 'people', query], (cursor, limit) => unwrap(teamCommands.personList({ ...query, cursor, limit })));
  const list = usePagedList<PersonListView>(options, look.ready);
  return { teams, list, look, listKey: JSON.stringify(query), search, setSearch, rested, refresh: () => client.invalidateQueries({ queryKey: keys.team }) };
}
export type People = ReturnType<typeof usePeople>;
