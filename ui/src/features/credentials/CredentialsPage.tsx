import { Button, Link, useAnnounce } from '@fluentui/react-components';
import { Add16Regular, BinRecycle20Regular, Delete16Regular, Edit16Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useEffect, useState, type KeyboardEvent } from 'react';
import { asUiError, commands, useSettings, type CredentialListView } from '../../api';
import { CommandBar, CommandButton, DataTable, DetailsDrawer, EmptyState, ErrorState, onCommand, Page, PageHeader, PageSearch, Separator, SkeletonRows, Spacer, statusWords, useAddress, useGo, usePageTitle, useSlow, useWindowWidth } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { columnsFor, placeOf } from './columns';
import { Details } from './Details';
import { EmptyArt } from './EmptyArt';
import { ExpiryBanner } from './ExpiryBanner';
import { Filters } from './Filters';
import { useCredentials } from './useCredentials';

const DeleteSheet = lazy(() => import('./DeleteSheet').then((m) => ({ default: m.DeleteSheet })));
const EditDrawer = lazy(() => import('./EditDrawer').then((m) => ({ default: m.EditDrawer })));

const spoken = (row: CredentialListView) => [row.name, statusWords(row.status.kind, row.status.days), t('list.uses', { n: row.usedBy }), t(`store.${row.store.kind}`), placeOf(row.store)].join(', ');

export function CredentialsPage({ onDeleted }: { onDeleted: () => void }) {
  const go = useGo();
  const width = useWindowWidth();
  const { announce } = useAnnounce();
  const { settings } = useSettings();
  const list = useCredentials();
  const slow = useSlow(list.loading);
  const [address, setAddress] = useAddress();
  const openId = address['id'] ?? null;
  const [many, setMany] = useState<ReadonlySet<string>>(new Set());
  const [mode, setMode] = useState<'view' | 'edit'>('view');
  const [deleting, setDeleting] = useState<{ id: string; name: string }[] | null>(null);
  const [focusKey, setFocusKey] = useState(0);
  const selected = many.size > 1 ? many : new Set(openId ? [openId] : []);

  usePageTitle(t('credentials.title'), list.loading || list.rested ? null : `${t('credentials.title')}, ${list.total}`);
  useEffect(() => {
    if (!list.rested && list.chosen === 0) return;
    const timer = setTimeout(() => announce(t('credentials.found', { n: list.total }), { polite: true, batchId: 'list' }), 500);
    return () => clearTimeout(timer);
  }, [list.rested, list.chosen, list.total, announce]);

  const select = (next: Set<string>) => {
    if (next.size > 1) announce(t('count.selected', { n: next.size }), { polite: true, batchId: 'list' });
    setMany(next);
    setMode('view');
    setFocusKey(0);
    setAddress({ id: next.size === 1 ? ([...next][0] ?? null) : null });
  };
  const close = () => {
    const id = openId;
    select(new Set());
    requestAnimationFrame(() => { if (id) document.querySelector<HTMLElement>(`[data-testid="${ids.table.row(id)}"]`)?.focus(); });
  };
  const chosenRows = list.rows.filter((row) => selected.has(row.id));
  const askDelete = () => { if (chosenRows.length > 0) setDeleting(chosenRows.map(({ id, name }) => ({ id, name }))); };
  const edit = () => { if (openId) setMode('edit'); };
  const create = () => go('/new-credential');
  useEffect(() => {
    const stops = [onCommand('new', create), onCommand('edit', edit), onCommand('delete', askDelete)];
    return () => stops.forEach((stop) => stop());
  });
  const tableKey = (event: KeyboardEvent, row: CredentialListView) => {
    if (event.key === 'Delete') return selected.size > 0 ? askDelete() : setDeleting([{ id: row.id, name: row.name }]);
    if (event.key === 'Escape' && selected.size > 0) select(new Set());
    if (event.key === 'F2' && !openId) { select(new Set([row.id])); setMode('edit'); }
  };
  const noOne = selected.size === 0 ? t('credentials.needsSelection') : selected.size > 1 ? t('credentials.needsOne') : null;
  const blank = !list.loading && !list.error && list.total === 0 && list.rested === '' && list.chosen === 0;

  return (
    <Page drawer={many.size > 1 ? <Several n={many.size} onClose={close} onDelete={askDelete} /> : openId && (mode === 'edit'
      ? <Suspense fallback={null}><EditDrawer id={openId} onClose={() => setMode('view')} /></Suspense>
      : <Details id={openId} focusKey={focusKey} onClose={close} onEdit={edit} onDelete={() => setDeleting(chosenRows.length > 0 ? chosenRows : null)} />)}
    >
      <PageHeader title={t('credentials.title')} count={blank || list.loading ? null : list.total}>{!blank && <PageSearch label={t('credentials.search')} value={list.search} onChange={list.setSearch} testId={ids.credentials.search} />}</PageHeader>
      {blank
        ? <EmptyState art={<EmptyArt />} title={t('empty.credentials.title')} body={t('empty.credentials.body')} actions={<Button appearance="primary" icon={<Add16Regular />} onClick={create} data-testid={ids.credentials.create}>{t('credential.new')}</Button>} foot={<Link onClick={onDeleted}>{t('filter.deleted')}</Link>} />
        : (
          <>
            <CommandBar label={t('credentials.title')}>
              <CommandButton primary icon={<Add16Regular />} onClick={create} testId={ids.credentials.create}>{t('credential.new')}</CommandButton>
              <Separator />
              <CommandButton icon={<Edit16Regular />} reason={noOne} onClick={edit} testId={ids.credentials.edit}>{t('action.edit')}</CommandButton>
              <CommandButton icon={<Delete16Regular />} reason={selected.size === 0 ? t('credentials.needsSelection') : null} onClick={askDelete} testId={ids.credentials.delete}>{t('action.delete')}</CommandButton>
              <Spacer />
              <CommandButton icon={<BinRecycle20Regular fontSize={16} />} onClick={onDeleted} testId={ids.credentials.filter('deleted')}>{t('filter.deleted')}</CommandButton>
            </CommandBar>
            <ExpiryBanner brief={width < 1000 || (selected.size > 0 && width < 1500)} onShow={() => list.setFilter({ filter: 'expiring' })} />
            <Filters list={list} />
            {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} code={asUiError(list.error).code} onRetry={list.retry} onCopyDetails={() => void commands.copyText(asUiError(list.error).code)} />
              : list.loading ? (slow ? <SkeletonRows /> : null)
                : list.rows.length === 0 ? (list.rested ? <EmptyState title={t('state.nothing', { search: list.rested })} actions={<Button onClick={() => list.setSearch('')}>{t('action.clearSearch')}</Button>} /> : <EmptyState title={t('state.nothingFilters')} actions={<Button onClick={list.clear}>{t('action.clearFilters')}</Button>} />)
                  : <DataTable
                      label={t('credentials.title')} columns={columnsFor(width, selected.size > 0, list.rested)} rows={list.rows} total={list.total} sort={list.sort} onSort={list.onSort} selected={selected} onSelect={select} onEnd={list.onEnd}
                      rowHeight={settings?.denseRows ? 32 : 40} rowLabel={spoken} onKey={tableKey} onOpen={(row) => { if (openId !== row.id) select(new Set([row.id])); setFocusKey((n) => n + 1); }}
                    />}
          </>
        )}
      <Suspense fallback={null}>{deleting && <DeleteSheet chosen={deleting} onClose={() => setDeleting(null)} onDone={() => { setDeleting(null); select(new Set()); }} />}</Suspense>
    </Page>
  );
}

function Several({ n, onClose, onDelete }: { n: number; onClose: () => void; onDelete: () => void }) {
  return <DetailsDrawer title={t('credentials.selected', { n })} label={t('credentials.selected', { n })} onClose={onClose} commands={<Button icon={<Delete16Regular />} onClick={onDelete}>{t('action.delete')}</Button>}>{null}</DetailsDrawer>;
}
