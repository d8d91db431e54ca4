import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ConnectionListView } from '../../api';
import { Highlight, KindTile, StatusText, type Column } from '../../components';
import { plain, t } from '../../strings';
import { useText } from '../../theme';
import { kindIcons } from './KindCards';

const useStyles = makeStyles({ name: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0 } });

function Name({ row, search }: { row: ConnectionListView; search: string }) {
  const s = useStyles();
  const text = useText();
  return <span className={s.name}><KindTile kind={kindIcons[row.kind]} /><span className={mergeClasses(text.cut, text.name)} title={plain(row.name)}><Highlight text={row.name} search={search} /></span></span>;
}

function Cut({ words, muted = false }: { words: string; muted?: boolean }) {
  const text = useText();
  return <bdi className={mergeClasses(text.cut, muted && text.muted)} title={plain(words)}>{plain(words)}</bdi>;
}

/** Columns by room: Credential goes first; Name and Status never do. */
export function columnsFor(width: number, drawer: boolean, search: string): Column<ConnectionListView>[] {
  const narrow = drawer && width >= 1100;
  const all: (Column<ConnectionListView> | false)[] = [
    { id: 'name', head: t('column.name'), minWidth: 120, sortable: true, cell: (row) => <Name row={row} search={search} /> },
    width >= 640 && { id: 'target', head: t('column.target'), width: narrow ? 136 : 200, sortable: true, cell: (row) => <Cut words={row.target} /> },
    width >= 760 && { id: 'credential', head: t('column.credential'), width: narrow ? 164 : 220, cell: (row) => <Cut words={row.credential?.name ?? t('connections.ask')} muted={!row.credential} /> },
    { id: 'status', head: t('column.status'), width: narrow ? 164 : 172, cell: (row) => row.status && <StatusText kind={row.status.kind} days={row.status.days} /> },
  ];
  return all.filter((column) => column !== false);
}
