import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ConnectionKindName, ConnectionListView } from '../../api';
import { Highlight, KindTile, StatusText, type Column, type Kind } from '../../components';
import { t } from '../../strings';
import { useText } from '../../theme';

const useStyles = makeStyles({ name: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0 } });
const tiles: Record<ConnectionKindName, Kind> = { machine: 'machine', ssh: 'ssh', postgres: 'database', http: 'web' };

function Name({ row, search }: { row: ConnectionListView; search: string }) {
  const s = useStyles();
  const text = useText();
  return <span className={s.name}><KindTile kind={tiles[row.kind]} /><span className={mergeClasses(text.cut, text.name)} title={row.name}><Highlight text={row.name} search={search} /></span></span>;
}

function Cut({ words, muted = false }: { words: string; muted?: boolean }) {
  const text = useText();
  return <bdi className={mergeClasses(text.cut, muted && text.muted)} title={words}>{words}</bdi>;
}

/** Columns by room. */
export function columnsFor(drawer: boolean, search: string): Column<ConnectionListView>[] {
  return [
    { id: 'name', head: t('column.name'), minWidth: 150, sortable: true, cell: (row) => <Name row={row} search={search} /> },
    { id: 'target', head: t('column.target'), width: drawer ? 136 : 200, sortable: true, cell: (row) => <Cut words={row.target} /> },
    { id: 'credential', head: t('column.credential'), width: drawer ? 164 : 220, cell: (row) => <Cut words={row.credential?.name ?? t('connections.ask')} muted={!row.credential} /> },
    { id: 'status', head: t('column.status'), width: 156, cell: (row) => row.status && <StatusText kind={row.status.kind} days={row.status.days} /> },
  ];
}
