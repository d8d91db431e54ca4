import { Button, Input, makeStyles } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { DependencyGroup, ReadFilter } from '../../api';
import { Chip, ChipGroups, ChipMenu, FilterRow, onCommand, Separator, useWindowWidth } from '../../components';
import { groupTitle } from '../../components/dependencies/words';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import type { Dependencies } from './useDependencies';

const useStyles = makeStyles({ search: { width: '180px', height: '28px', flexShrink: 0 } });
const kinds: DependencyGroup[] = ['credentials', 'connections', 'code', 'unresolved'];
const upwards: DependencyGroup[] = ['secrets', 'variables', 'credentials'];
const reads: ReadFilter[] = ['any', 'week', 'month', 'notKnown'];

/** The same filters for the table and the graph. */
export function Filters({ list }: { list: Dependencies }) {
  const s = useStyles();
  const field = useRef<HTMLInputElement>(null);
  const { filters, set } = list;
  const among = list.tab === 'uses' ? upwards : (list.view?.coverage.people.length ?? 0) > 0 ? [...kinds, 'people' as const] : kinds;
  const narrow = useWindowWidth() < 1000;
  useEffect(() => onCommand('find', () => field.current?.focus()), []);
  const join = (chosen: string[]) => chosen.join(',') || null;
  const groups = [
    { label: t('used.source'), chosen: filters.sources, onChange: (chosen: string[]) => set({ sources: join(chosen) }), options: (list.view?.sources ?? []).map(({ id, name }) => ({ value: id, label: name })), id: 'source' },
    { label: t('used.lastRead'), chosen: filters.read === 'any' ? [] : [filters.read], onChange: (chosen: string[]) => set({ read: chosen.at(-1) ?? null }), options: reads.filter((one) => one !== 'any').map((value) => ({ value, label: t(`used.${value}`) })), id: 'read' },
  ];
  return (
    <FilterRow label={t('filter.label')}>
      <Input
        ref={field} size="small" className={s.search} contentBefore={<Search16Regular />} placeholder={t('used.filter')} aria-label={t('used.filterRows')} value={list.search} spellCheck={false} autoComplete="off" data-testid={partIds.used.search}
        onChange={(_, data) => list.setSearch(data.value)} onKeyDown={(event) => { if (event.key === 'Escape' && list.search !== '') { event.stopPropagation(); list.setSearch(''); } }}
      />
      <Chip on={filters.groups.length === 0} onClick={() => set({ groups: null })} testId={partIds.used.filter('all')}>{t('used.allKinds')}</Chip>
      {among.map((kind) => <Chip key={kind} on={filters.groups.includes(kind)} onClick={() => set({ groups: join(filters.groups.includes(kind) ? filters.groups.filter((one) => one !== kind) : [...filters.groups, kind]) })} testId={partIds.used.filter(kind)}>{groupTitle(kind)}</Chip>)}
      {!narrow && <Separator />}
      {narrow ? <ChipGroups label={t('filter.filter')} groups={groups} testId={partIds.used.filter('more')} /> : groups.map((group) => <ChipMenu key={group.id} {...group} testId={partIds.used.filter(group.id)} />)}
      {list.filtered && <Button appearance="subtle" size="small" onClick={list.clear}>{t('action.clearFilters')}</Button>}
    </FilterRow>
  );
}
