import { mergeClasses, makeStyles } from '@fluentui/react-components';
import { ConflictChip } from '../../components/ConflictChip';
import { Highlight, KindTile, StatusText, type Column } from '../../components';
import { exactTime, plain, relativeTime, t } from '../../strings';
import { useText } from '../../theme';
import type { VariableRow } from './useVariables';

const useStyles = makeStyles({ name: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0 } });

function Name({ row, search }: { row: VariableRow; search: string }) {
  const s = useStyles();
  const text = useText();
  return <span className={s.name}><KindTile kind={row.kind} /><span className={mergeClasses(text.cut, text.name)} title={plain(row.displayName)}><Highlight text={row.displayName} search={search} /></span>{row.shared?.conflict && <ConflictChip />}</span>;
}

function Words({ words, mono = false }: { words: string; mono?: boolean }) {
  const text = useText();
  return <bdi className={mergeClasses(text.cut, mono && text.mono)} title={plain(words)}>{plain(words)}</bdi>;
}

/** Where a secret is, or the text itself. */
function Place({ row }: { row: VariableRow }) {
  const text = useText();
  if (row.kind === 'text') return <Words words={row.place} mono />;
  const [vault = '', ...rest] = row.place.split('/');
  return <bdi className={text.cut} title={plain(row.place)}>{plain(vault)} <span className={text.muted}>{plain(rest.join('/'))}</span></bdi>;
}

function Muted({ words, title }: { words: string; title?: string }) {
  const text = useText();
  return <span className={mergeClasses(text.cut, text.muted, text.num)} title={title}>{words}</span>;
}

/** Columns by room: Changed, place, Name and Used by go first; Display name and Status never do. */
export function columnsFor(width: number, drawer: boolean, search: string): Column<VariableRow>[] {
  const narrow = drawer && width >= 1100;
  const all: (Column<VariableRow> | false)[] = [
    { id: 'displayName', head: t('column.displayName'), minWidth: 120, sortable: true, cell: (row) => <Name row={row} search={search} /> },
    !narrow && width >= 760 && { id: 'name', head: t('column.variableName'), width: 220, sortable: true, cell: (row) => <Words words={row.uniqueName} mono /> },
    !narrow && width >= 1000 && { id: 'place', head: t('column.place'), width: 200, sortable: true, cell: (row) => <Place row={row} /> },
    width >= 640 && { id: 'usedBy', head: t('column.usedBy'), width: 84, sortable: true, descendingFirst: true, cell: (row) => <Muted words={t('list.uses', { n: row.usedBy })} /> },
    { id: 'status', head: t('column.status'), width: 172, sortable: true, cell: (row) => row.kind !== 'text' && <StatusText kind={row.status.kind} days={row.status.days} /> },
    !narrow && width >= 1000 && { id: 'changed', head: t('column.changed'), width: 112, sortable: true, descendingFirst: true, cell: (row) => <Muted words={relativeTime(row.changed)} title={exactTime(row.changed)} /> },
  ];
  return all.filter((column) => column !== false);
}
