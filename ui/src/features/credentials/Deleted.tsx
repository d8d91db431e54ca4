import { Button, mergeClasses } from '@fluentui/react-components';
import { ArrowLeft16Regular, ArrowUndo16Regular, Delete16Regular } from '@fluentui/react-icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { asUiError, commands, deletedQuery, keys, unwrap, type DeletedView, type ItemKind } from '../../api';
import { CommandBar, CommandButton, ConfirmDialog, DataTable, EmptyState, ErrorState, KindTile, NoteBox, Page, PageHeader, SkeletonRows, usePageTitle, useSlow, useToast, type Column, type Kind } from '../../components';
import { exactTime, relativeTime, t } from '../../strings';
import { dayOf } from '../../strings/dates';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { useListStyles } from './list.styles';

const tiles: Record<ItemKind, Kind> = { credential: 'credential', variable: 'secret', connection: 'connection', vault: 'vault' };

function Name({ row }: { row: DeletedView }) {
  const text = useText();
  return <span className={text.row}><KindTile kind={tiles[row.kind]} /><bdi className={mergeClasses(text.cut, text.name)}>{row.name}</bdi></span>;
}

const columns: Column<DeletedView>[] = [
  { id: 'name', head: t('column.name'), cell: (row) => <Name row={row} /> },
  { id: 'kind', head: t('deleted.kind'), width: 172, cell: (row) => t(`kind.${row.kind}`) },
  { id: 'deleted', head: t('column.deleted'), width: 128, cell: (row) => <time dateTime={row.deleted} title={exactTime(row.deleted)}>{relativeTime(row.deleted)}</time> },
  { id: 'purged', head: t('deleted.until'), width: 128, cell: (row) => <time dateTime={row.purged}>{dayOf(new Date(row.purged))}</time> },
];

/** Deleted things stay for 30 days: restore, or destroy now. */
export function Deleted({ onBack }: { onBack: () => void }) {
  const s = useListStyles();
  const client = useQueryClient();
  const toast = useToast();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const query = useInfiniteQuery(deletedQuery);
  const slow = useSlow(query.isPending);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const chosen = rows.filter((row) => selected.has(row.id));
  usePageTitle(t('filter.deleted'));
  const run = useMutation({
    mutationFn: async (what: 'restore' | 'purge') => { for (const row of chosen) await unwrap((what === 'restore' ? commands.deletedRestore : commands.deletedPurge)(row.kind, row.id)); return what; },
    onSuccess: (what) => { if (what === 'restore' && chosen[0]) toast(t('deleted.restored', { name: chosen[0].name })); setSelected(new Set()); },
    onSettled: () => { for (const key of [keys.deleted, keys.credential, keys.variable, keys.connection]) void client.invalidateQueries({ queryKey: key }); },
  });
  const reason = chosen.length === 0 ? t('deleted.select') : null;
  return (
    <Page>
      <PageHeader title={t('filter.deleted')} count={query.data?.pages.at(-1)?.total ?? null} />
      <CommandBar label={t('filter.deleted')}>
        <CommandButton icon={<ArrowLeft16Regular />} onClick={onBack} testId={ids.credentials.backToList}>{t('deleted.back')}</CommandButton>
        <CommandButton icon={<ArrowUndo16Regular />} reason={reason} onClick={() => run.mutate('restore')} testId={ids.credentials.restore}>{t('action.restore')}</CommandButton>
        <CommandButton icon={<Delete16Regular />} reason={reason} onClick={() => setAsking(true)} testId={ids.credentials.deleteNow}>{t('deleted.now')}</CommandButton>
      </CommandBar>
      <div className={s.note}><NoteBox>{run.error ? `${asUiError(run.error).message} ${asUiError(run.error).hint}` : t('deleted.banner')}</NoteBox></div>
      {query.error ? <ErrorState what={asUiError(query.error).message} next={asUiError(query.error).hint} onRetry={() => void query.refetch()} />
        : query.isPending ? (slow ? <SkeletonRows /> : null)
          : rows.length === 0 ? <EmptyState title={t('empty.deleted.title')} body={t('empty.deleted.body')} actions={<Button onClick={onBack}>{t('deleted.back')}</Button>} />
            : <DataTable label={t('filter.deleted')} columns={columns} rows={rows} total={query.data?.pages.at(-1)?.total ?? 0} selected={selected} onSelect={setSelected} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage(); }} />}
      <ConfirmDialog open={asking} danger title={t('deleted.nowTitle', { name: chosen.length === 1 ? (chosen[0]?.name ?? '') : t('count.selected', { n: chosen.length }) })} body={t('deleted.nowBody')} no={t('action.cancel')} yes={t('deleted.now')} onNo={() => setAsking(false)} onYes={() => { setAsking(false); run.mutate('purge'); }} />
    </Page>
  );
}
