import { Button } from '@fluentui/react-components';
import { Add16Regular, Delete16Regular } from '@fluentui/react-icons';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { asUiError, commands, connectionQuery, connectionsQuery, keys, unwrap, useSettings, type ConnectionSort } from '../../api';
import { CommandBar, CommandButton, ConfirmDialog, DataTable, EmptyState, ErrorState, Page, PageHeader, PageSearch, Separator, SkeletonRows, useAddress, usePageTitle, useSlow, type Sort } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { columnsFor } from './columns';
import { ConnectionForm } from './ConnectionForm';

/** Connections: what signs in with a credential. */
export default function ConnectionsPage() {
  const client = useQueryClient();
  const { settings } = useSettings();
  const [address, setAddress] = useAddress();
  const [search, setSearch] = useState('');
  const [rested, setRested] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'name', descending: false });
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(search.trim()), 80);
    return () => clearTimeout(timer);
  }, [search]);
  const query = useInfiniteQuery(connectionsQuery({ search: rested, kinds: [], sort: sort.by as ConnectionSort, direction: sort.descending ? 'descending' : 'ascending' }));
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const slow = useSlow(query.isPending);
  const openId = address['id'] ?? null;
  const one = useQuery({ ...connectionQuery(openId ?? ''), enabled: openId !== null });
  const open = (id: string | null) => { setMaking(false); setAddress({ id }); };
  const make = () => { setAddress({ id: null }); setMaking(true); };
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(commands.connectionDelete([id])),
    onSuccess: () => { open(null); for (const queryKey of [keys.connection, keys.credential, keys.deleted]) void client.invalidateQueries({ queryKey }); },
  });
  usePageTitle(t('connections.title'), query.isPending ? null : `${t('connections.title')}, ${total}`);
  const blank = !query.isPending && !query.error && total === 0 && rested === '' && !making;
  const drawer = making ? <ConnectionForm key="new" view={null} onClose={() => setMaking(false)} onSaved={open} />
    : openId && one.data && <ConnectionForm key={one.data.id + one.data.changed} view={one.data} onClose={() => open(null)} onSaved={open} />;
  return (
    <Page drawer={drawer}>
      <PageHeader title={t('connections.title')} count={blank || query.isPending ? null : total}>{!blank && <PageSearch label={t('connections.search')} value={search} onChange={setSearch} testId={ids.connections.search} />}</PageHeader>
      {blank
        ? <EmptyState title={t('connections.empty')} body={t('connections.emptyBody')} actions={<Button appearance="primary" icon={<Add16Regular />} onClick={make} data-testid={ids.connections.create}>{t('connections.new')}</Button>} />
        : (
          <>
            <CommandBar label={t('connections.title')}>
              <CommandButton primary icon={<Add16Regular />} onClick={make} testId={ids.connections.create}>{t('connections.new')}</CommandButton>
              <Separator />
              <CommandButton icon={<Delete16Regular />} reason={openId ? null : t('connections.select')} onClick={() => setAsking(true)} testId={ids.connections.delete}>{t('action.delete')}</CommandButton>
            </CommandBar>
            {query.error ? <ErrorState what={asUiError(query.error).message} next={asUiError(query.error).hint} code={asUiError(query.error).code} onRetry={() => void query.refetch()} />
              : query.isPending ? (slow ? <SkeletonRows /> : null)
                : rows.length === 0 ? <EmptyState title={t('state.nothing', { search: rested })} actions={<Button onClick={() => setSearch('')}>{t('action.clearSearch')}</Button>} />
                  : <DataTable label={t('connections.title')} columns={columnsFor(Boolean(drawer), rested)} rows={rows} total={total} sort={sort} onSort={setSort} selected={new Set(openId ? [openId] : [])} onSelect={(next) => open([...next][0] ?? null)} onEnd={() => { if (query.hasNextPage) void query.fetchNextPage(); }} rowHeight={settings?.denseRows ? 32 : 40} onOpen={(row) => open(row.id)} />}
          </>
        )}
      <ConfirmDialog open={asking} danger title={t('connections.deleteTitle', { name: one.data?.name ?? '' })} body={t('variables.deleteBody')} no={t('action.cancel')} yes={t('action.delete')} onNo={() => setAsking(false)} onYes={() => { setAsking(false); if (openId) remove.mutate(openId); }} />
    </Page>
  );
}
