import { Button, mergeClasses } from '@fluentui/react-components';
import { ArrowLeft16Regular, ArrowUndo16Regular, Delete16Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, commands, deletedQuery, keys, unwrap, usePagedList, type DeletedView, type ItemKind } from '../../api';
import { Commands, ConfirmDialog, DataTable, EmptyState, ErrorState, KindTile, Name, NoteBox, Page, PageHeader, SkeletonRows, usePageTitle, useSlow, useToast, type Column, type Command, type Kind } from '../../components';
import { counted, exactTime, plain, relativeTime, t } from '../../strings';
import { dayOf } from '../../strings/dates';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { useListStyles } from './list.styles';

const tiles: Record<ItemKind, Kind> = { credential: 'credential', variable: 'secret', connection: 'connection', vault: 'vault' };

function ItemName({ row }: { row: DeletedView }) {
  const text = useText();
  return <span className={text.row}><KindTile kind={tiles[row.kind]} /><span className={mergeClasses(text.cut, text.name)} title={plain(row.name)}><Name text={row.name} /></span></span>;
}

const columns: Column<DeletedView>[] = [
  { id: 'name', head: t('column.name'), cell: (row) => <ItemName row={row} /> },
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
  const list = usePagedList(deletedQuery);
  const slow = useSlow(list.loading);
  const { rows } = list;
  const chosen = rows.filter((row) => selected.has(row.id));
  usePageTitle(t('filter.deleted'));
  const run = useMutation({
    mutationFn: async ({ what, rows }: { what: 'restore' | 'purge'; rows: DeletedView[] }) => { for (const row of rows) await unwrap((what === 'restore' ? commands.deletedRestore : commands.deletedPurge)(row.kind, row.id)); },
    onSuccess: (_, { what, rows }) => { if (what === 'restore' && rows[0]) toast(t('deleted.restored', { name: rows[0].name })); setSelected(new Set()); },
    onSettled: () => { for (const key of [keys.deleted, keys.credential, keys.variable, keys.connection]) void client.invalidateQueries({ queryKey: key }); },
  });
  const commandsFor = (rows: DeletedView[]): Command[] => {
    const reason = rows.length === 0 ? t('deleted.select') : null;
    const on = (then: () => void) => () => { setSelected(new Set(rows.map((row) => row.id))); then(); };
    return [
      { id: 'restore', label: t('action.restore'), icon: <ArrowUndo16Regular />, reason, run: () => run.mutate({ what: 'restore', rows }), testId: ids.credentials.restore },
      { id: 'now', label: t('deleted.now'), icon: <Delete16Regular />, reason, run: on(() => setAsking(true)), testId: ids.credentials.deleteNow },
    ];
  };
  return (
    <Page>
      <PageHeader title={t('filter.deleted')} count={list.loading ? null : counted(list.total, list.exact)} />
      <Commands label={t('filter.deleted')} commands={[{ id: 'back', label: t('deleted.back'), icon: <ArrowLeft16Regular />, run: onBack, testId: ids.credentials.backToList }, ...commandsFor(chosen)]} />
      <div className={s.note}><NoteBox>{run.error ? `${asUiError(run.error).message} ${asUiError(run.error).hint}` : t('deleted.banner')}</NoteBox></div>
      {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} onRetry={list.retry} />
        : list.loading ? (slow ? <SkeletonRows /> : null)
          : rows.length === 0 ? <EmptyState title={t('empty.deleted.title')} body={t('empty.deleted.body')} actions={<Button onClick={onBack}>{t('deleted.back')}</Button>} />
            : <DataTable label={t('filter.deleted')} columns={columns} rows={rows} first={list.first} total={list.total} exact={list.exact} onEnd={list.onEnd} onStart={list.onStart} commands={commandsFor} selected={selected} onSelect={setSelected} />}
      <ConfirmDialog open={asking} danger title={t('deleted.nowTitle', { name: chosen.length === 1 ? (chosen[0]?.name ?? '') : t('count.selected', { n: chosen.length }) })} body={t('deleted.nowBody')} no={t('action.cancel')} yes={t('deleted.now')} onNo={() => setAsking(false)} onYes={() => { setAsking(false); run.mutate({ what: 'purge', rows: chosen }); }} />
    </Page>
  );
}
