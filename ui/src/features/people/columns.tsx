import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { ErrorCircle16Filled, ShieldCheckmark16Filled, ShieldCheckmark16Regular } from '@fluentui/react-icons';
import type { KeyState, PersonListView } from '../../api';
import type { Column } from '../../components';
import { PersonLine } from '../../components/sharing/PersonLine';
import { exactTime, relativeTime, t } from '../../strings';
import { useText } from '../../theme';

const useStyles = makeStyles({ good: { color: T.colorStatusSuccessForeground1, flexShrink: 0 }, bad: { color: T.colorStatusDangerForeground1, flexShrink: 0 }, muted: { color: T.colorNeutralForeground3, flexShrink: 0 } });

/** The state of a key: icon and words. */
export function KeyText({ state }: { state: KeyState }) {
  const s = useStyles();
  const text = useText();
  return <span className={text.row}>{state === 'verified' ? <ShieldCheckmark16Filled className={s.good} aria-hidden /> : state === 'notCompared' ? <ShieldCheckmark16Regular className={s.muted} aria-hidden /> : <ErrorCircle16Filled className={s.bad} aria-hidden />}<span className={mergeClasses(text.cut, state !== 'newKeyWaits' && text.muted)}>{t(`key.${state}`)}</span></span>;
}

function Muted({ words, title }: { words: string; title?: string }) {
  const text = useText();
  return <span className={mergeClasses(text.cut, text.muted, text.num)} title={title}>{words}</span>;
}

/** Columns by room: Last seen, Shared and In the team go first; Person and Key never do. */
export function columnsFor(width: number, drawer: boolean): Column<PersonListView>[] {
  const narrow = drawer && width >= 1100;
  const all: (Column<PersonListView> | false)[] = [
    { id: 'name', head: t('column.person'), minWidth: 140, sortable: true, cell: (row) => <PersonLine id={row.id.split('.')[0] ?? row.id} size={24} name={row.you ? t('share.you', { name: row.name }) : row.name} /> },
    width >= 700 && { id: 'rank', head: t('column.inTeam'), width: 112, sortable: true, cell: (row) => <Muted words={t(`rank.${row.rank}`)} /> },
    { id: 'key', head: t('column.key'), width: 156, sortable: true, cell: (row) => <KeyText state={row.key} /> },
    !narrow && width >= 640 && { id: 'shared', head: t('column.shared'), width: 76, sortable: true, descendingFirst: true, cell: (row) => <Muted words={String(row.shared)} /> },
    !narrow && width >= 760 && { id: 'seen', head: t('column.seen'), width: 128, sortable: true, descendingFirst: true, cell: (row) => <Muted words={row.seen ? relativeTime(row.seen) : t('people.seenNotKnown')} title={row.seen ? exactTime(row.seen) : undefined} /> },
  ];
  return all.filter((column) => column !== false);
}
