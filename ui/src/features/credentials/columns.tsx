import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { DesktopFlowRegular, PeopleTeam16Regular, PlugConnected16Regular, VirtualNetworkRegular } from '@fluentui/react-icons';
import type { CredentialListView, LocationName, StoreView } from '../../api';
import { ConflictChip } from '../../components/ConflictChip';
import { Highlight, KindTile, StatusText, type Column } from '../../components';
import { exactTime, plain, relativeTime, t } from '../../strings';
import { useText } from '../../theme';
import { originWords } from '../../components/shared';

const useStyles = makeStyles({
  name: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0 },
  shared: { display: 'flex', flexShrink: 0, color: T.colorNeutralForeground3 },
  locations: { display: 'grid', gridTemplateColumns: 'repeat(3, 18px)', columnGap: '8px', color: T.colorNeutralForeground2 },
});

function Name({ row, search }: { row: CredentialListView; search: string }) {
  const s = useStyles();
  const text = useText();
  return <span className={s.name}><KindTile kind={row.authentication === 'certificate' ? 'certificate' : 'credential'} /><span className={mergeClasses(text.cut, text.name)} title={plain(row.name)}><Highlight text={row.name} search={search} /></span>{row.shared && <span className={s.shared} role="img" aria-label={originWords(row.shared)} title={originWords(row.shared)}><PeopleTeam16Regular aria-hidden /></span>}{row.shared?.conflict && <ConflictChip />}</span>;
}

export const placeOf = (store: StoreView) => (store.kind === 'thisDevice' ? t('store.sealed') : (store.keyVault ?? store.vaultName ?? ''));

function Store({ store }: { store: StoreView }) {
  const text = useText();
  return <span className={text.cut}>{t(`store.${store.kind}`)} <bdi className={text.muted}>{plain(placeOf(store))}</bdi></span>;
}

const icons = { connection: PlugConnected16Regular, desktopFlow: DesktopFlowRegular, network: VirtualNetworkRegular };
export const allLocations: LocationName[] = ['connection', 'desktopFlow', 'network'];
export const locationWords = (locations: readonly LocationName[]) => allLocations.filter((one) => locations.includes(one)).map((one) => t(`location.${one}`)).join(', ');

function Locations({ locations }: { locations: readonly LocationName[] }) {
  const s = useStyles();
  return <span className={s.locations} role="img" aria-label={locationWords(locations)}>{allLocations.map((one) => { const Icon = icons[one]; return locations.includes(one) ? <Icon key={one} aria-hidden fontSize={16} /> : <span key={one} />; })}</span>;
}

function Uses({ n }: { n: number }) {
  const text = useText();
  return <span className={mergeClasses(text.num, n === 0 && text.muted)}>{t('list.uses', { n })}</span>;
}

function Changed({ time }: { time: string }) {
  const text = useText();
  return <time dateTime={time} title={exactTime(time)} className={mergeClasses(text.muted, text.num, text.cut)}>{relativeTime(time)}</time>;
}

/** Columns by room: Changed, Locations, Store and Used by go first; Name and Status never do. */
export function columnsFor(width: number, drawer: boolean, search: string): Column<CredentialListView>[] {
  const narrow = drawer && width >= 1100;
  const mid = width < 1000;
  const all: (Column<CredentialListView> | false)[] = [
    { id: 'name', head: t('column.name'), minWidth: 120, sortable: true, cell: (row) => <Name row={row} search={search} /> },
    !narrow && width >= 760 && { id: 'store', head: t('column.store'), width: 232, sortable: true, cell: (row) => <Store store={row.store} /> },
    !narrow && !mid && { id: 'locations', head: t('column.locations'), width: 104, cell: (row) => <Locations locations={row.locations} /> },
    width >= 640 && { id: 'usedBy', head: t('column.usedBy'), width: 84, sortable: true, descendingFirst: true, cell: (row) => <Uses n={row.usedBy} /> },
    { id: 'status', head: t('column.status'), width: 172, sortable: true, cell: (row) => <StatusText kind={row.status.kind} days={row.status.days} /> },
    !narrow && !mid && { id: 'changed', head: t('column.changed'), width: 112, sortable: true, descendingFirst: true, cell: (row) => <Changed time={row.changed} /> },
  ];
  return all.filter((column) => column !== false);
}
