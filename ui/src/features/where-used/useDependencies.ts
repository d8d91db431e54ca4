import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { unwrap, type DependencyGroup, type DependencyGroupView, type DependencyQuery, type DependencyTab, type ReadFilter, type ThingKind, type ThingRef } from '../../api';
import { dependencyQuery } from '../../api/dependencies';
import { usedCommands } from '../../api/bindings.used';
import { useAddress } from '../../components';

/** As many rows of a group are shown at first. */
const firstRows = 50;
const tabs: readonly string[] = ['usedBy', 'uses', 'deleteBlockedBy'];
const kinds: readonly string[] = ['secret', 'variable', 'credential', 'connection', 'person', 'team'];
const words = <W extends string>(text: string | undefined) => (text ? (text.split(',') as W[]) : []);

/** What is asked for stands in the address, so Back restores it. */
function useAsked() {
  const [address, setAddress] = useAddress();
  const { kind, id, tab, groups, sources, read } = address;
  const thing = useMemo<ThingRef | null>(() => (id && kind && kinds.includes(kind) ? { kind: kind as ThingKind, id } : null), [kind, id]);
  const filters = useMemo(() => ({ groups: words<DependencyGroup>(groups), sources: words<string>(sources), read: (read ?? 'any') as ReadFilter }), [groups, sources, read]);
  return { address, setAddress, thing, tab: (tab && tabs.includes(tab) ? tab : 'usedBy') as DependencyTab, filters };
}

/** The rows of one thing with their filters; further rows of a group come when they are asked for. */
export function useDependencies() {
  const asked = useAsked();
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(search.trim()), search === '' ? 0 : 80);
    return () => clearTimeout(timer);
  }, [search]);
  const { thing, tab, filters } = asked;
  const query = useMemo<DependencyQuery>(() => ({ thing: thing ?? { kind: 'variable', id: '' }, tab, search: rested, ...filters, limit: firstRows }), [thing, tab, rested, filters]);
  const list = useQuery({ ...dependencyQuery(query), enabled: thing !== null });
  const { data } = list;
  const [more, setMore] = useState<{ of: unknown; groups: Partial<Record<DependencyGroup, DependencyGroupView>> }>({ of: null, groups: {} });
  const own = more.of === data ? more.groups : {};
  const groups = data?.groups.map((one) => own[one.group] ?? one) ?? [];
  const [problem, setProblem] = useState<unknown>(null);
  const showMore = (group: DependencyGroup) => {
    const now = groups.find((one) => one.group === group);
    if (!now?.next || !data) return;
    unwrap(usedCommands.dependencyMore(query, group, now.next)).then(
      (next) => setMore((old) => ({ of: data, groups: { ...(old.of === data ? old.groups : {}), [group]: { ...next, rows: [...now.rows, ...next.rows] } } })),
      setProblem,
    );
  };
  const set = (patch: Record<string, string | null>) => asked.setAddress(patch);
  return {
    ...asked, query, view: data, groups, showMore, loading: list.isPending && thing !== null, error: list.error, retry: () => void list.refetch(), outdated: list.isPlaceholderData, problem, setProblem,
    search, setSearch, rested, filtered: rested !== '' || filters.groups.length + filters.sources.length > 0 || filters.read !== 'any', set,
    clear: () => { setSearch(''); set({ groups: null, sources: null, read: null }); },
    pick: (next: ThingRef) => asked.setAddress({ kind: next.kind, id: next.id, tab: null, groups: null, sources: null, read: null, show: null }, false),
    refresh: () => client.invalidateQueries({ queryKey: dependencyQuery(query).queryKey.slice(0, 1) }),
  };
}
export type Dependencies = ReturnType<typeof useDependencies>;
