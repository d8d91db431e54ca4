import { Button } from '@fluentui/react-components';
import { Add16Regular, BranchFork16Regular, Delete16Regular, Edit16Regular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { answered, asUiError, commands, connectionQuery, keys, unwrap, type ConnectionListView } from '../../api';
import { Chip, Commands, DataTable, DetailsDrawer, EmptyState, ErrorState, FilterRow, onCommand, Page, PageHeader, PageSearch, SkeletonRows, useAddress, useGo, usePageTitle, useSlow, useWindowWidth, type Command } from '../../components';
import { addWords, counted, t } from '../../strings';
import { connections } from '../../strings/en/connections';
import { ids } from '../../testIds';
import { columnsFor } from './columns';
import { ConnectionForm } from './ConnectionForm';
import { kinds } from './KindCards';
import { useConnections } from './useConnections';

addWords(connections);

const AffectedSheet = lazy(() => import('../../components/dependencies/AffectedSheet').then((m) => ({ default: m.AffectedSheet })));

/** Connections: what signs in with a credential. */
export default function ConnectionsPage() {
  const client = useQueryClient();
  const go = useGo();
  const width = useWindowWidth();
  const list = useConnections();
  const slow = useSlow(list.loading);
  const [address, setAddress] = useAddress();
  const [asking, setAsking] = useState<{ id: string; name: string } | null>(null);
  const stopAsking = () => { remove.reset(); setAsking(null); };
  const [focusKey, setFocusKey] = useState(0);
  const openId = address['id'] ?? null;
  const making = address['new'] !== undefined;
  const chosen = list.rows.find((row) => row.id === openId);
  const one = useQuery({ ...connectionQuery(openId ?? ''), enabled: openId !== null });
  const open = (id: string | null) => { setFocusKey(0); setAddress({ id, new: null, credential: null }); };
  const edit = (id: string) => { open(id); setFocusKey((n) => n + 1); };
  const make = () => setAddress({ id: null, new: '1' });
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(commands.connectionDelete([id])),
    onSuccess: () => { open(null); for (const queryKey of [keys.connection, keys.credential, keys.deleted]) void client.invalidateQueries({ queryKey }); },
  });
  const dependencies = (id: string) => go('/where-used', { kind: 'connection', id });
  const commandsFor = (rows: ConnectionListView[]): Command[] => {
    const row = rows[0];
    const reason = row ? null : t('connections.select');
    return [
      { id: 'edit', label: t('action.edit'), icon: <Edit16Regular />, keys: 'F2', reason, run: () => { if (row) edit(row.id); }, testId: ids.connections.edit },
      ...(answered.whereUsed ? [{ id: 'whereUsed', label: t('command.whereUsed'), icon: <BranchFork16Regular />, keys: 'Alt W', reason, run: () => { if (row) dependencies(row.id); }, testId: ids.connections.whereUsed }] : []),
      { id: 'delete', label: t('action.delete'), icon: <Delete16Regular />, keys: 'Delete', reason, run: () => { if (row) setAsking(row); }, testId: ids.connections.delete },
    ];
  };
  useEffect(() => {
    const stops = [onCommand('new', make), onCommand('edit', () => { if (openId) edit(openId); }), onCommand('whereUsed', () => { if (openId && answered.whereUsed) dependencies(openId); })];
    return () => stops.forEach((stop) => stop());
  });
  usePageTitle(t('connections.title'), list.loading || list.asked ? null : `${t('connections.title')}, ${counted(list.total, list.exact)}`);
  const blank = !list.loading && !list.error && list.total === 0 && list.asked === '' && list.kind === null;
  const drawer = making ? <ConnectionForm key="new" view={null} focusKey={1} onClose={() => open(null)} onSaved={open} />
    : openId && (one.data ? <ConnectionForm key={one.data.id + one.data.changed} view={one.data} focusKey={focusKey} onClose={() => open(null)} onSaved={open} />
      : one.error && <DetailsDrawer title="" label={t('state.loading')} onClose={() => open(null)}><ErrorState what={asUiError(one.error).message} next={asUiError(one.error).hint} onRetry={() => void one.refetch()} /></DetailsDrawer>);
  return (
    <Page drawer={drawer}>
      <PageHeader title={t('connections.title')} count={blank || list.loading || list.error ? null : counted(list.total, list.exact)}>{!blank && <PageSearch label={t('connections.search')} value={list.search} onChange={list.setSearch} testId={ids.connections.search} />}</PageHeader>
      {blank
        ? <EmptyState title={t('connections.empty')} body={t('connections.emptyBody')} actions={<Button appearance="primary" icon={<Add16Regular />} onClick={make} data-testid={ids.connections.create}>{t('connections.new')}</Button>} />
        : (
          <>
            <Commands label={t('connections.title')} commands={[{ id: 'new', primary: true, label: t('connections.new'), icon: <Add16Regular />, run: make, testId: ids.connections.create }, ...commandsFor(chosen ? [chosen] : [])]} />
            <FilterRow label={t('filter.label')}>
              <Chip on={list.kind === null} onClick={() => list.setKind(null)} testId={ids.connections.filter('all')}>{t('filter.all')}</Chip>
              {kinds.map((kind) => <Chip key={kind} on={list.kind === kind} onClick={() => list.setKind(kind)} testId={ids.connections.filter(kind)}>{t(`connections.filter.${kind}`)}</Chip>)}
            </FilterRow>
            {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} code={asUiError(list.error).code} onRetry={list.retry} />
              : list.loading ? (slow ? <SkeletonRows /> : null)
                : list.rows.length === 0 ? <EmptyState title={list.asked ? t('state.nothing', { search: list.asked }) : t('state.nothingFilters')} actions={<Button onClick={() => { list.setSearch(''); list.setKind(null); }}>{t(list.asked ? 'action.clearSearch' : 'action.clearFilters')}</Button>} />
                  : <DataTable
                      label={t('connections.title')} columns={columnsFor(width, Boolean(drawer), list.asked)} rows={list.rows} first={list.first} total={list.total} exact={list.exact} onEnd={list.onEnd} onStart={list.onStart} listKey={list.listKey} {...list.look} onSort={list.look.setSort}
                      selected={new Set(openId ? [openId] : [])} onSelect={(next) => open([...next].at(-1) ?? null)} commands={commandsFor} onOpen={(row) => edit(row.id)} onKey={(event, row) => { if (event.key === 'Delete') setAsking(row); if (event.key === 'F2') edit(row.id); if (event.key === 'Escape' && openId) open(null); }}
                    />}
          </>
        )}
      <Suspense fallback={null}>{asking && <AffectedSheet action="delete" things={[{ kind: 'connection', id: asking.id, name: asking.name }]} pending={remove.isPending} error={remove.error} onClose={stopAsking} onGo={() => remove.mutate(asking.id, { onSuccess: stopAsking })} />}</Suspense>
    </Page>
  );
}
