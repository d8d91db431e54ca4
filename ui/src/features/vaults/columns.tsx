import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { VaultSecretView } from '../../api';
import { Highlight, KindTile, StatusText, type Column } from '../../components';
import { exactTime, relativeTime, t } from '../../strings';
import { dayOf } from '../../strings/dates';
import { useText } from '../../theme';

export type SecretRow = VaultSecretView & { id: string };
const useStyles = makeStyles({ name: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0 } });

function Name({ row, search }: { row: SecretRow; search: string }) {
  const s = useStyles();
  const text = useText();
  return <span className={s.name}><KindTile kind={row.certificate ? 'certificate' : 'secret'} /><span className={mergeClasses(text.cut, text.name)} title={row.name}><Highlight text={row.name} search={search} /></span></span>;
}

function When({ time, past }: { time: string | null; past?: boolean }) {
  const text = useText();
  if (time === null) return <span className={text.muted}>{t(past ? 'vaults.notKnown' : 'secrets.never')}</span>;
  if (!past && new Date(time) < new Date()) return <StatusText kind="expired" />;
  return <span className={mergeClasses(text.cut, text.muted, text.num)} title={exactTime(time)}>{past ? relativeTime(time) : dayOf(new Date(time))}</span>;
}

function Muted({ words }: { words: string }) {
  const text = useText();
  return <span className={mergeClasses(text.cut, text.muted, text.num)}>{words}</span>;
}

/** Columns of the names in a vault. */
export const secretColumns = (search: string, width: number): Column<SecretRow>[] => [
  { id: 'name', head: t('column.name'), minWidth: 240, cell: (row) => <Name row={row} search={search} /> },
  { id: 'enabled', head: t('column.enabled'), width: 92, cell: (row) => <Muted words={t(row.enabled ? 'secrets.yes' : 'secrets.no')} /> },
  { id: 'expires', head: t('column.expires'), width: 124, cell: (row) => <When time={row.expires} /> },
  ...(width < 760 ? [] : [{ id: 'changed', head: t('column.changed'), width: 100, cell: (row: SecretRow) => <When time={row.changed} past /> }]),
  { id: 'usedBy', head: t('column.usedBy'), width: 84, cell: (row) => <Muted words={t('list.uses', { n: row.usedBy })} /> },
];
