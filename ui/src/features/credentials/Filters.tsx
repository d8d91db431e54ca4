import { Button } from '@fluentui/react-components';
import type { StatusKind, StoreKindName } from '../../api';
import { Chip, ChipGroups, ChipMenu, FilterRow, Separator, useWindowWidth } from '../../components';
import { useDrawerOpen } from '../../components/Page';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { allLocations } from './columns';
import { shownFilters, type Credentials } from './useCredentials';

const stores: StoreKindName[] = ['azureKeyVault', 'thisDevice'];
const statuses: StatusKind[] = ['noAccess', 'notFound', 'disabled', 'expired', 'expiring', 'offline', 'notChecked', 'ready'];

/** Filters live in the address, so Back restores them. */
export function Filters({ list }: { list: Credentials }) {
  const { filters, setFilter } = list;
  const id = ids.credentials.filter;
  const width = useWindowWidth();
  const drawer = useDrawerOpen();
  const narrow = width < (drawer ? 1400 : 1000);
  const join = (chosen: string[]) => chosen.join(',') || null;
  const groups = [
    { id: 'store', label: t('filter.store'), chosen: filters.stores, onChange: (chosen: string[]) => setFilter({ stores: join(chosen) }), options: stores.map((value) => ({ value, label: t(`store.${value}`) })) },
    { id: 'location', label: t('filter.location'), chosen: filters.locations, onChange: (chosen: string[]) => setFilter({ locations: join(chosen) }), options: allLocations.map((value) => ({ value, label: t(`location.${value}`) })) },
    { id: 'status', label: t('filter.status'), chosen: filters.statuses, onChange: (chosen: string[]) => setFilter({ statuses: join(chosen) }), options: statuses.map((value) => ({ value, label: value === 'expiring' ? t('filter.expiring') : t(`status.${value}`) })) },
  ];
  return (
    <FilterRow label={t('filter.label')}>
      <Chip on={filters.filter === 'all'} testId={id('all')} onClick={() => setFilter({ filter: null })}>{t('filter.all')}</Chip>
      {shownFilters.map((one) => <Chip key={one} on={filters.filter === one} testId={id(one)} onClick={() => setFilter({ filter: one })}>{t(`filter.${one}`)}</Chip>)}
      {!narrow && <Separator />}
      {narrow ? <ChipGroups label={t('filter.filter')} groups={groups} testId={id('filter')} /> : groups.map((group) => <ChipMenu key={group.id} {...group} testId={id(group.id)} />)}
      {list.chosen >= 2 && <Button appearance="subtle" size="small" onClick={list.clear} data-testid={ids.credentials.clearFilters}>{t('action.clearFilters')}</Button>}
    </FilterRow>
  );
}
