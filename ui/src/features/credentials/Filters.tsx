import { Button } from '@fluentui/react-components';
import type { LocationName, StatusKind, StoreKindName } from '../../api';
import { Chip, ChipMenu, FilterRow, Separator } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { allLocations } from './columns';
import type { Credentials } from './useCredentials';

const stores: StoreKindName[] = ['azureKeyVault', 'thisDevice'];
const statuses: StatusKind[] = ['noAccess', 'notFound', 'disabled', 'expired', 'expiring', 'offline', 'notChecked', 'ready'];

/** Filters live in the address, so Back restores them. */
export function Filters({ list }: { list: Credentials }) {
  const { filters, setFilter } = list;
  const id = ids.credentials.filter;
  const join = (chosen: string[]) => chosen.join(',') || null;
  return (
    <FilterRow label={t('filter.label')}>
      <Chip on={filters.filter === 'all'} testId={id('all')} onClick={() => setFilter({ filter: null })}>{t('filter.all')}</Chip>
      <Chip on={filters.filter === 'expiring'} testId={id('expiring')} onClick={() => setFilter({ filter: 'expiring' })}>{t('filter.expiring')}</Chip>
      <Chip on={filters.filter === 'unused'} testId={id('unused')} onClick={() => setFilter({ filter: 'unused' })}>{t('filter.unused')}</Chip>
      <Separator />
      <ChipMenu label={t('filter.store')} testId={id('store')} chosen={filters.stores} onChange={(chosen) => setFilter({ stores: join(chosen) })} options={stores.map((value) => ({ value, label: t(`store.${value}`) }))} />
      <ChipMenu label={t('filter.location')} testId={id('location')} chosen={filters.locations} onChange={(chosen: LocationName[]) => setFilter({ locations: join(chosen) })} options={allLocations.map((value) => ({ value, label: t(`location.${value}`) }))} />
      <ChipMenu label={t('filter.status')} testId={id('status')} chosen={filters.statuses} onChange={(chosen) => setFilter({ statuses: join(chosen) })} options={statuses.map((value) => ({ value, label: value === 'expiring' ? t('filter.expiring') : t(`status.${value}`) }))} />
      {list.chosen >= 2 && <Button appearance="subtle" size="small" onClick={list.clear} data-testid={ids.credentials.clearFilters}>{t('action.clearFilters')}</Button>}
    </FilterRow>
  );
}
