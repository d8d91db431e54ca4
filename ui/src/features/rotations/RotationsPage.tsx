import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { BranchFork16Regular, Edit16Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, asUiError, keys, unwrap, type RotationView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { Commands, DataTable, EmptyState, ErrorState, KindTile, Name, NoteBox, Page, PageHeader, SkeletonRows, useGo, usePageTitle, useSlow, useWindowWidth, type Column, type Command } from '../../components';
import { counted, exactTime, plain, relativeTime, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({ note: { padding: '12px 24px' } });

type Row = RotationView & { id: string };
const whyWords = (row: RotationView) => (row.read ? t('rotations.read', { when: exactTime(row.read) }) : t('rotations.could'));

function Variable({ row }: { row: Row }) {
  const text = useText();
  return <span className={text.row}><KindTile kind="secret" /><span className={mergeClasses(text.cut, text.name)} title={plain(row.name)}><Name text={row.displayName} /></span></span>;
}

function Why({ row }: { row: Row }) {
  return <span className={useText().cut} title={whyWords(row)}>{whyWords(row)}</span>;
}

function columnsFor(width: number): Column<Row>[] {
  const all: (Column<Row> | false)[] = [
    { id: 'variable', head: t('rotations.variable'), minWidth: 140, cell: (row) => <Variable row={row} /> },
    { id: 'why', head: t('rotations.why'), width: width < 900 ? 200 : 300, cell: (row) => <Why row={row} /> },
    { id: 'who', head: t('rotations.who'), width: 140, cell: (row) => <Name text={row.person} /> },
    width >= 760 && { id: 'opened', head: t('rotations.opened'), width: 112, cell: (row) => <time dateTime={row.opened} title={exactTime(row.opened)}>{relativeTime(row.opened)}</time> },
    width >= 860 && { id: 'uses', head: t('rotations.uses'), width: 84, cell: (row) => t('list.uses', { n: row.uses }) },
  ];
  return all.filter((column) => column !== false);
}

/** S8: what people could open who have no access any more, until it has a new value. */
export function RotationsPage() {
  const s = useStyles();
  const go = useGo();
  const width = useWindowWidth();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isPending, refetch } = useQuery({ queryKey: [...keys.variable, 'rotations'], queryFn: () => unwrap(teamCommands.rotationList()) });
  const slow = useSlow(isPending);
  usePageTitle(t('rotations.title'), data ? `${t('rotations.title')}, ${counted(data.length, true)}` : null);
  const rows: Row[] = (data ?? []).map((row) => ({ ...row, id: `${row.variableId} ${row.personId ?? ''} ${row.person}` }));
  const commandsFor = (chosen: Row[]): Command[] => {
    const row = chosen[0];
    const reason = row ? null : t('rotations.select');
    return [
      { id: 'change', primary: true, label: t('rotations.change'), icon: <Edit16Regular />, reason, run: () => { if (row) go('/variables', { id: row.variableId }); }, testId: partIds.rotations.change },
      ...(answered.whereUsed ? [{ id: 'whereUsed', label: t('command.whereUsed'), icon: <BranchFork16Regular />, reason, run: () => { if (row) go('/where-used', { kind: 'variable', id: row.variableId }); }, testId: partIds.rotations.whereUsed }] : []),
    ];
  };
  return (
    <Page>
      <PageHeader title={t('rotations.title')} count={data && data.length > 0 ? counted(data.length, true) : null} />
      {error ? <ErrorState what={asUiError(error).message} next={asUiError(error).hint} code={asUiError(error).code} onRetry={() => void refetch()} />
        : !data ? (slow ? <SkeletonRows /> : null)
          : rows.length === 0 ? <EmptyState title={t('rotations.empty')} body={t('rotations.emptyBody')} />
            : (
              <>
                <Commands label={t('rotations.title')} commands={commandsFor(rows.filter((row) => selected.has(row.id)))} />
                <div className={s.note}><NoteBox>{t('rotations.help')}</NoteBox></div>
                <DataTable label={t('rotations.title')} columns={columnsFor(width)} rows={rows} total={rows.length} commands={commandsFor} selected={selected} onSelect={setSelected} onOpen={(row) => go('/variables', { id: row.variableId })} rowLabel={(row) => [row.displayName, row.person, whyWords(row)].join(', ')} />
              </>
            )}
    </Page>
  );
}
