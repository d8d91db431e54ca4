import { Button, Link, useAnnounce } from '@fluentui/react-components';
import { Add16Regular, BranchFork16Regular, ShareAndroid16Regular, BinRecycle20Regular, Delete16Regular, Edit16Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useEffect, useState, type KeyboardEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { answered, asUiError, commands, credentialQuery, type CredentialListView } from '../../api';
import { Commands, DataTable, EmptyState, ErrorState, onCommand, Page, PageHeader, PageSearch, SkeletonRows, statusWords, useAddress, useGo, usePageTitle, useSlow, useWindowWidth, type Command } from '../../components';
import { counted, t } from '../../strings';
import { ids } from '../../testIds';
import { columnsFor, placeOf } from './columns';
import { EmptyArt } from './EmptyArt';
import { Filters } from './Filters';
import { editReason, originWords, shareReason } from '../../components/shared';
import { useCredentials } from './useCredentials';

const DeleteSheet = lazy(() => import('./DeleteSheet').then((m) => ({ default: m.DeleteSheet })));
const Sharing = lazy(() => import('../../components/sharing/Sharing').then((m) => ({ default: m.Sharing })));
const ExpiryBanner = lazy(() => import('./ExpiryBanner').then((m) => ({ default: m.ExpiryBanner })));
const Details = lazy(() => import('./Details').then((m) => ({ default: m.Details })));
const Several = lazy(() => import('./Several').then((m) => ({ default: m.Several })));
const EditDrawer = lazy(() => import('./EditDrawer').then((m) => ({ default: m.EditDrawer })));

const spoken = (row: CredentialListView) => [row.name, statusWords(row.status.kind, row.status.days), t('list.uses', { n: row.usedBy }), t(`store.${row.store.kind}`), placeOf(row.store), row.shared && originWords(row.shared), row.shared?.conflict && t('conflict.chip')].filter(Boolean).join(', ');

export function CredentialsPage({ onDeleted }: { onDeleted: () => void }) {
  const go = useGo();
  const width = useWindowWidth();
  const { announce } = useAnnounce();
  const client = useQueryClient();
  const list = useCredentials();
  const slow = useSlow(list.loading);
  const [address, setAddress] = useAddress();
  const openId = address['id'] ?? null;
  const [many, setMany] = useState<ReadonlySet<string>>(new Set());
  const editing = address['edit'] !== undefined;
  const [deleting, setDeleting] = useState<{ id: string; name: string }[] | null>(null);
  const [sharing, setSharing] = useState<{ chosen: { id: string; name: string }[]; manage: boolean } | null>(null);
  const [focusKey, setFocusKey] = useState(0);
  const [looking, setLooking] = useState(false);
  const selected = many.size > 1 ? many : new Set(openId ? [openId] : []);

  usePageTitle(t('credentials.title'), list.loading || list.asked ? null : `${t('credentials.title')}, ${counted(list.total, list.exact)}`);
  useEffect(() => {
    if (!list.asked && list.chosen === 0) return;
    const timer = setTimeout(() => announce(list.exact ? t('credentials.found', { n: list.total }) : counted(list.total, false), { polite: true, batchId: 'list' }), 500);
    return () => clearTimeout(timer);
  }, [list.asked, list.chosen, list.total, list.exact, announce]);

  const select = (next: Set<string>) => {
    if (next.size > 1) announce(t('count.selected', { n: next.size }), { polite: true, batchId: 'list' });
    setMany(next);
    setFocusKey(0);
    setAddress({ id: next.size === 1 ? ([...next][0] ?? null) : null, edit: null });
  };
  const close = () => {
    const id = openId;
    select(new Set());
    requestAnimationFrame(() => { if (id) document.querySelector<HTMLElement>(`[data-testid="${ids.table.row(id)}"]`)?.focus(); });
  };
  const nameOf = (id: string) => list.rows.find((row) => row.id === id)?.name ?? client.getQueryData(credentialQuery(id).queryKey)?.name ?? '';
  const sharedOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => list.rows.find((row) => row.id === id)?.shared ?? client.getQueryData(credentialQuery(id).queryKey)?.shared);
  const share = (rows: { id: string; name: string }[], manage = false) => { if (answered.team && rows.length > 0 && (manage || shareReason(sharedOf(rows)) === null)) setSharing({ chosen: rows.map(({ id, name }) => ({ id, name })), manage }); };
  const chosen = [...selected].map((id) => ({ id, name: nameOf(id) }));
  const askDelete = () => { if (chosen.length > 0 && editReason(sharedOf(chosen)) === null) setDeleting(chosen); };
  const edit = (id: string | null) => { if (id && editReason(sharedOf([{ id }])) === null) { setMany(new Set()); setAddress({ id, edit: '1' }); } };
  const whereUsed = (rows: { id: string }[]) => { if (answered.whereUsed) { if (rows.length > 1) setLooking(true); else if (rows[0]) go('/where-used', { kind: 'credential', id: rows[0].id }); } };
  const commandsFor = (rows: { id: string; name: string }[]): Command[] => {
    const none = rows.length === 0 ? t('credentials.needsSelection') : null;
    const noEdit = none ?? editReason(sharedOf(rows));
    return [
      ...(answered.team ? [{ id: 'share', label: t('command.share'), icon: <ShareAndroid16Regular />, keys: 'Alt S', reason: none ?? shareReason(sharedOf(rows)), run: () => share(rows), testId: ids.credentials.share }] : []),
      { id: 'edit', label: t('action.edit'), icon: <Edit16Regular />, keys: 'F2', reason: (rows.length > 1 ? t('credentials.needsOne') : noEdit), run: () => edit(rows[0]?.id ?? null), testId: ids.credentials.edit },
      ...(answered.whereUsed ? [{ id: 'whereUsed', label: t('command.whereUsed'), icon: <BranchFork16Regular />, keys: 'Alt W', reason: none, run: () => whereUsed(rows), testId: ids.credentials.whereUsed }] : []),
      { id: 'delete', label: t('action.delete'), icon: <Delete16Regular />, keys: 'Delete', reason: noEdit, run: () => setDeleting(rows.map(({ id, name }) => ({ id, name }))), testId: ids.credentials.delete },
    ];
  };
  const create = () => go('/new-credential');
  useEffect(() => {
    const stops = [onCommand('new', create), onCommand('edit', () => edit(openId)), onCommand('delete', askDelete), onCommand('whereUsed', () => whereUsed(chosen)), onCommand('share', () => share(chosen))];
    return () => stops.forEach((stop) => stop());
  });
  const tableKey = (event: KeyboardEvent, row: CredentialListView) => {
    if (event.key === 'Delete') return selected.size > 0 ? askDelete() : editReason([row.shared]) === null && setDeleting([{ id: row.id, name: row.name }]);
    if (event.key === 'Escape' && selected.size > 0) select(new Set());
    if (event.key === 'F2' && !openId) edit(row.id);
  };
  const blank = !list.loading && !list.error && list.total === 0 && list.asked === '' && list.chosen === 0;

  return (
    <Page drawer={(many.size > 1 || openId) && (
      <Suspense fallback={null}>
        {many.size > 1 || !openId ? <Several chosen={chosen} noShare={shareReason(sharedOf(chosen))} noDelete={editReason(sharedOf(chosen))} looking={looking} onLook={setLooking} onClose={close} onDelete={askDelete} onShare={() => share(chosen)} />
          : editing
          ? <EditDrawer key={openId} id={openId} onClose={() => setAddress({ edit: null })} />
          : <Details id={openId} focusKey={focusKey} onClose={close} onEdit={() => edit(openId)} onDelete={askDelete} onShare={(manage) => share([{ id: openId, name: nameOf(openId) }], manage)} />}
      </Suspense>)}
    >
      <PageHeader title={t('credentials.title')} count={blank || list.loading || list.error ? null : counted(list.total, list.exact)}>{!blank && <PageSearch label={t('credentials.search')} value={list.search} onChange={list.setSearch} testId={ids.credentials.search} />}</PageHeader>
      {blank
        ? <EmptyState art={<EmptyArt />} title={t('empty.credentials.title')} body={t('empty.credentials.body')} actions={<Button appearance="primary" icon={<Add16Regular />} onClick={create} data-testid={ids.credentials.create}>{t('credential.new')}</Button>} foot={<Link onClick={onDeleted}>{t('filter.deleted')}</Link>} />
        : (
          <>
            <Commands label={t('credentials.title')} commands={[
              { id: 'new', primary: true, label: t('credential.new'), icon: <Add16Regular />, run: create, testId: ids.credentials.create }, ...commandsFor(chosen),
              { id: 'deleted', end: true, label: t('filter.deleted'), icon: <BinRecycle20Regular fontSize={16} />, run: onDeleted, testId: ids.credentials.filter('deleted') },
            ]} />
            <Suspense fallback={null}><ExpiryBanner brief={width < 1000 || (selected.size > 0 && width < 1500)} onShow={() => list.setFilter({ filter: 'expiring' })} /></Suspense>
            <Filters list={list} />
            {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} code={asUiError(list.error).code} onRetry={list.retry} onCopyDetails={() => void commands.copyText(asUiError(list.error).code)} />
              : list.loading ? (slow ? <SkeletonRows /> : null)
                : list.rows.length === 0 ? (list.asked ? <EmptyState title={t('state.nothing', { search: list.asked })} actions={<Button onClick={() => list.setSearch('')}>{t('action.clearSearch')}</Button>} /> : <EmptyState title={t('state.nothingFilters')} actions={<Button onClick={list.clear}>{t('action.clearFilters')}</Button>} />)
                  : <DataTable
                      label={t('credentials.title')} columns={columnsFor(width, selected.size > 0, list.asked)} rows={list.rows} first={list.first} total={list.total} exact={list.exact} onEnd={list.onEnd} onStart={list.onStart} listKey={list.listKey}
                      {...list.look} onSort={list.look.setSort} selected={selected} onSelect={select} commands={commandsFor} rowLabel={spoken} onKey={tableKey} onOpen={(row) => { if (openId !== row.id) select(new Set([row.id])); setFocusKey((n) => n + 1); }}
                    />}
          </>
        )}
      <Suspense fallback={null}>{sharing && <Sharing chosen={sharing.chosen} manage={sharing.manage} onClose={() => setSharing(null)} />}</Suspense>
      <Suspense fallback={null}>{deleting && <DeleteSheet chosen={deleting} onClose={() => setDeleting(null)} onDone={() => { setDeleting(null); select(new Set()); }} />}</Suspense>
    </Page>
  );
}
